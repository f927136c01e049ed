package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;

/** Takes a key of a device away. */
public final class DeviceUnset implements Command {
    private final ResourceKind kind;

    public DeviceUnset(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder() + " <device> <key>";
    }

    @Override
    public String description() {
        return "Unset device configuration keys";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(3, 3);
        Devices devices = Devices.read(invocation, kind);
        devices.device(invocation.argument(1)).remove(invocation.argument(2));
        devices.write();
        return 0;
    }
}
