package io.gantry.cli.instance;

import io.gantry.api.ApiJson;
import io.gantry.api.Instance;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.StatusCode;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** Deletes instances and snapshots. */
public final class InstanceDelete implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>[/<snapshot>] [[<remote>:]<instance>[/<snapshot>]...]";
    }

    @Override
    public String description() {
        return "Delete instances and snapshots";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("f", "force", "Force the removal of running instances")
                .with("i", "interactive", "Require user confirmation")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(1);
        Context context = invocation.context();
        var targets = new ArrayList<Target>();
        for (String argument : invocation.arguments()) {
            targets.add(context.namedTarget(argument, "instance"));
        }
        // All or nothing: a misspelt name late in the line must not be found when the others are gone.
        for (Target target : targets) {
            check(context, target, invocation.has("force"));
        }
        for (Target target : targets) {
            if (invocation.has("interactive") && !isConfirmed(context, target)) {
                throw new CommandFailure("Nothing was deleted: the removal of " + target + " was not confirmed");
            }
            delete(context, target);
        }
        return 0;
    }

    private static void check(Context context, Target target, boolean force) throws IOException {
        boolean isSnapshot = target.name().indexOf('/') >= 0;
        try {
            Object found =
                    new Instances(context.server(target)).read(target.name()).tree();
            if (!isSnapshot && !force && !isStopped(ApiJson.fromTree(found, Instance.class))) {
                throw new CommandFailure("The instance is currently running, stop it first or pass --force: " + target);
            }
        } catch (ApiException e) {
            throw new CommandFailure(
                    "Failed checking " + (isSnapshot ? "instance snapshot" : "instance") + " exists \"" + target
                            + "\": " + e.getMessage(),
                    e);
        }
    }

    private static boolean isStopped(Instance instance) {
        return instance.statusCode() == 0
                || instance.statusCode() == StatusCode.STOPPED.code()
                || instance.statusCode() == StatusCode.ERROR.code();
    }

    private static boolean isConfirmed(Context context, Target target) throws IOException {
        String answer = context.prompts().ask("Remove " + target.name() + " (yes/no): ", "leave out --interactive");
        return answer.toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static void delete(Context context, Target target) throws IOException {
        ApiServer server = context.server(target);
        var instances = new Instances(server);
        if (target.name().indexOf('/') < 0) {
            Instance instance = instances.get(target.name());
            if (!isStopped(instance)) {
                context.await(
                        server,
                        instances.changeState(target.name(), InstanceStatePut.forced("stop")),
                        "Stopping " + target.name());
                if (instance.ephemeral()) {
                    return;
                }
            }
        }
        context.await(server, instances.delete(target.name()), "Deleting " + target.name());
    }
}
