package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;

/** Prints the value of a device's key. */
public final class DeviceGet implements Command {
    private final ResourceKind kind;

    public DeviceGet(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder() + " <device> <key>";
    }

    @Override
    public String description() {
        return "Get values for device configuration keys";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(3, 3);
        Object value =
                Devices.read(invocation, kind).device(invocation.argument(1)).get(invocation.argument(2));
        invocation.context().printLine(value == null ? "" : value.toString());
        return 0;
    }
}
