package io.gantry.cli.instance;

import io.gantry.api.InstanceSnapshotsPost;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.instance.Snapshots;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.time.Instant;
import org.apache.commons.cli.Options;

/** Takes a snapshot of an instance. */
public final class SnapshotCreate implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance> [<snapshot name>]";
    }

    @Override
    public String description() {
        return """
                Create instance snapshots

                When --stateful is used, the server attempts to checkpoint the instance's
                running state, including process memory state, TCP connections, ...""";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("", "no-expiry", "Ignore any configured auto-expiry for the instance")
                .with("", "reuse", "If the snapshot name already exists, delete and create a new one")
                .with("", "stateful", "Whether or not to snapshot the instance's running state")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        Context context = invocation.context();
        Target target = context.namedTarget(invocation.argument(0), "instance");
        String name = invocation.argumentOr(1, "");
        ApiServer server = context.server(target);
        if (invocation.has("reuse") && !name.isEmpty()) {
            deleteFormer(context, server, target.name() + "/" + name);
        }
        var request =
                new InstanceSnapshotsPost(name, invocation.has("stateful"), invocation.has("no-expiry") ? NEVER : null);
        context.await(server, new Snapshots(server, target.name()).create(request), "Snapshotting " + target.name());
        return 0;
    }

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private static void deleteFormer(Context context, ApiServer server, String snapshot) throws IOException {
        var instances = new Instances(server);
        if (instances.exists(snapshot)) {
            context.await(server, instances.delete(snapshot), "Deleting " + snapshot);
        }
    }
}
