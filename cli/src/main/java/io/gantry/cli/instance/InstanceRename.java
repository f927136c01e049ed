package io.gantry.cli.instance;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.instance.Snapshots;
import io.gantry.client.server.ApiServer;
import java.io.IOException;

/** Gives an instance or a snapshot another name. */
public final class InstanceRename implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>[/<snapshot>] <instance>[/<snapshot>]";
    }

    @Override
    public String description() {
        return "Rename instances and snapshots";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Context context = invocation.context();
        Target source = context.namedTarget(invocation.argument(0), "instance");
        Target target = invocation.argument(1).indexOf(':') < 0
                ? new Target(source.remote(), invocation.argument(1))
                : context.target(invocation.argument(1));
        if (!target.remote().equals(source.remote())) {
            throw new UsageException("renaming keeps things on their server; use `lxc move` for another one");
        }
        rename(context, source, target.name());
        return 0;
    }

    static void rename(Context context, Target source, String newName) throws IOException {
        ApiServer server = context.server(source);
        int slash = source.name().indexOf('/');
        if (slash < 0) {
            if (newName.indexOf('/') >= 0) {
                throw new UsageException("an instance cannot become the snapshot " + newName);
            }
            context.await(server, new Instances(server).rename(source.name(), newName), "Renaming " + source.name());
            return;
        }
        String instance = source.name().substring(0, slash);
        String newSnapshot = newName;
        if (newName.indexOf('/') >= 0) {
            if (!newName.startsWith(instance + "/")) {
                throw new UsageException(
                        "the snapshot " + source.name() + " stays with its instance; write " + instance + "/NAME");
            }
            newSnapshot = newName.substring(slash + 1);
        }
        context.await(
                server,
                new Snapshots(server, instance).rename(source.name().substring(slash + 1), newSnapshot),
                "Renaming " + source.name());
    }
}
