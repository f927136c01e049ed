package io.gantry.cli.config;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;

/** Shows the devices of an instance or a profile. */
public final class DeviceShow implements Command {
    private final ResourceKind kind;

    public DeviceShow(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder();
    }

    @Override
    public String description() {
        return "Show full device configuration";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        invocation
                .context()
                .print(Yaml.write(Resource.sorted(Devices.read(invocation, kind).own())));
        return 0;
    }
}
