package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;
import java.util.TreeSet;

/** Lists the names of the devices of an instance or a profile. */
public final class DeviceList implements Command {
    private final ResourceKind kind;

    public DeviceList(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder();
    }

    @Override
    public String description() {
        return "List instance devices";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        var names = new TreeSet<>(Devices.read(invocation, kind).own().keySet());
        invocation.context().printLine(String.join("\n", names));
        return 0;
    }
}
