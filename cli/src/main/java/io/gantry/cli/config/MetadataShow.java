package io.gantry.cli.config;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageMetadata;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import java.io.IOException;

/** Shows the metadata that an instance has from its image. */
public final class MetadataShow implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>";
    }

    @Override
    public String description() {
        return "Show instance metadata files";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Target target = invocation.namedTarget(0, "instance");
        Object metadata = new Instances(invocation.context().server(target))
                .metadata(target.name())
                .tree();
        invocation.context().print(InstanceMetadata.write(ApiJson.fromTree(metadata, ImageMetadata.class)));
        return 0;
    }
}
