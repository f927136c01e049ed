package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Sets keys of a device. */
public final class DeviceSet implements Command {
    private final ResourceKind kind;

    public DeviceSet(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder() + " <device> <key>=<value>...";
    }

    @Override
    public String description() {
        return "Set device configuration keys";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(3);
        Devices devices = Devices.read(invocation, kind);
        List<String> words = invocation.argumentsFrom(2);
        boolean pair = words.size() == 2 && words.getFirst().indexOf('=') < 0;
        devices.device(invocation.argument(1))
                .putAll(pair ? Map.of(words.getFirst(), words.getLast()) : Devices.properties(words));
        devices.write();
        return 0;
    }
}
