package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import java.io.IOException;
import java.util.LinkedHashMap;

/** Adds a device to an instance or a profile. */
public final class DeviceAdd implements Command {
    private final ResourceKind kind;

    public DeviceAdd(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder() + " <device> <type> [key=value...]";
    }

    @Override
    public String description() {
        return "Add instance devices";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(3);
        Devices devices = Devices.read(invocation, kind);
        String name = invocation.argument(1);
        if (devices.own().containsKey(name)) {
            throw new CommandFailure(
                    "The device already exists: " + devices.owner() + " has a device \"" + name + "\"");
        }
        var device = new LinkedHashMap<String, Object>();
        device.put("type", invocation.argument(2));
        device.putAll(Devices.properties(invocation.argumentsFrom(3)));
        devices.own().put(name, device);
        devices.write();
        invocation.context().report("Device " + name + " added to " + devices.owner());
        return 0;
    }
}
