package io.gantry.cli.network;

import io.gantry.api.NetworksPost;
import io.gantry.cli.command.Assignments;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.network.Networks;
import java.io.IOException;
import org.apache.commons.cli.Options;

/** Creates a network that the server manages. */
public final class NetworkCreate implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<network> [key=value...]";
    }

    @Override
    public String description() {
        return "Create new networks";
    }

    @Override
    public Options options() {
        return new Flags().withValue("t", "type", "Network type").build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(1);
        Target target = invocation.namedTarget(0, "network");
        new Networks(invocation.context().server(target))
                .create(new NetworksPost(
                        Assignments.parse(invocation.argumentsFrom(1)),
                        "",
                        target.name(),
                        invocation.valueOr("type", "")));
        invocation.context().report("Network " + target.name() + " created");
        return 0;
    }
}
