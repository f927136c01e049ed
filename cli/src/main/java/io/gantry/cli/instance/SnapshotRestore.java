package io.gantry.cli.instance;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import org.apache.commons.cli.Options;

/** Puts an instance back to one of its snapshots. */
public final class SnapshotRestore implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance> <snapshot>";
    }

    @Override
    public String description() {
        return """
                Restore instances from snapshots

                If --stateful is passed, then the running state will be restored too.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("", "stateful", "Whether or not to restore the instance's running state from snapshot")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Context context = invocation.context();
        Target target = context.namedTarget(invocation.argument(0), "instance");
        String snapshot = invocation.argument(1);
        int slash = snapshot.indexOf('/');
        ApiServer server = context.server(target);
        context.await(
                server,
                new Instances(server).restore(target.name(), snapshot.substring(slash + 1), invocation.has("stateful")),
                "Restoring " + target.name());
        return 0;
    }
}
