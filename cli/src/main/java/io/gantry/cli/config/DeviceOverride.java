package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives an instance its own copy of a device that comes from a profile. */
public final class DeviceOverride implements Command {
    private final ResourceKind kind;

    public DeviceOverride(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder() + " <device> [key=value...]";
    }

    @Override
    public String description() {
        return "Copy profile inherited devices and override configuration keys";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(2);
        Devices devices = Devices.read(invocation, kind);
        String name = invocation.argument(1);
        if (devices.own().containsKey(name)) {
            throw new CommandFailure("The device already exists: " + devices.owner() + " has its own \"" + name
                    + "\"; change it with `lxc config device set`");
        }
        Map<String, Object> inherited = devices.expanded().get(name);
        if (inherited == null) {
            throw new CommandFailure(
                    "The profile device doesn't exist: no profile of " + devices.owner() + " has \"" + name + "\"");
        }
        var device = new LinkedHashMap<>(inherited);
        device.putAll(Devices.properties(invocation.argumentsFrom(2)));
        devices.own().put(name, device);
        devices.write();
        invocation.context().report("Device " + name + " overridden for " + devices.owner());
        return 0;
    }
}
