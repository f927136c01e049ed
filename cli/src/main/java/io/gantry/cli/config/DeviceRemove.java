package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;
import java.util.List;

/** Takes devices away from an instance or a profile. */
public final class DeviceRemove implements Command {
    private final ResourceKind kind;

    public DeviceRemove(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder() + " <name>...";
    }

    @Override
    public String description() {
        return "Remove instance devices";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(2);
        Devices devices = Devices.read(invocation, kind);
        List<String> names = invocation.argumentsFrom(1);
        for (String name : names) {
            devices.device(name);
            devices.own().remove(name);
        }
        devices.write();
        invocation.context().report("Device " + String.join(", ", names) + " removed from " + devices.owner());
        return 0;
    }
}
