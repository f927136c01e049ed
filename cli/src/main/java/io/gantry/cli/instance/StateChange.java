package io.gantry.cli.instance;

import io.gantry.api.Instance;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.StatusCode;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/** Starts, stops, restarts or pauses instances, several at a time. */
public final class StateChange implements Command {
    private final Action action;

    public StateChange(Action action) {
        this.action = action;
    }

    /** What to do to an instance. */
    public enum Action {
        START("start", "Start instances"),
        STOP("stop", "Stop instances"),
        RESTART("restart", "Restart instances"),
        FREEZE("freeze", "Pause instances");

        private final String word;
        private final String description;

        Action(String word, String description) {
            this.word = word;
            this.description = description;
        }
    }

    @Override
    public String arguments() {
        return "[<remote>:]<instance> [[<remote>:]<instance>...]";
    }

    @Override
    public String description() {
        return action.description;
    }

    @Override
    public Options options() {
        var flags = new Flags().with("", "all", "Run against all instances");
        if (action == Action.STOP || action == Action.RESTART) {
            flags.with("f", "force", "Force the instance to stop")
                    .withValue("", "timeout", "Time to wait for the instance to shut down cleanly, in seconds");
        }
        if (action == Action.START || action == Action.STOP) {
            flags.with("", action == Action.STOP ? "stateful" : "stateless", "Store or ignore the instance state");
        }
        return flags.build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        Context context = invocation.context();
        List<Target> targets = targets(invocation);
        var failures = new ArrayList<RuntimeException>();
        for (Target target : targets) {
            try {
                change(invocation, target);
            } catch (ApiException | OperationFailedException | CommandFailure e) {
                if (targets.size() == 1) {
                    throw e;
                }
                context.warn("error: " + target + ": " + e.getMessage());
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure("Some instances failed to " + action.word);
        }
        return 0;
    }

    private List<Target> targets(Invocation invocation) throws IOException {
        Context context = invocation.context();
        var targets = new ArrayList<Target>();
        if (!invocation.has("all")) {
            invocation.expectAtLeast(1);
            for (String argument : invocation.arguments()) {
                targets.add(context.namedTarget(argument, "instance"));
            }
            return targets;
        }
        List<String> remotes = invocation.arguments().isEmpty() ? List.of("") : invocation.arguments();
        for (String argument : remotes) {
            Target remote = context.target(argument);
            if (!remote.name().isEmpty()) {
                throw new UsageException("both --all and the instance name \"" + remote.name() + "\" are given");
            }
            for (Instance instance : new Instances(context.server(remote)).list()) {
                if (isConcerned(instance)) {
                    targets.add(new Target(remote.remote(), instance.name()));
                }
            }
        }
        return targets;
    }

    private boolean isConcerned(Instance instance) {
        boolean runs = instance.statusCode() == StatusCode.RUNNING.code();
        return switch (action) {
            case START -> !runs;
            case STOP -> instance.statusCode() != StatusCode.STOPPED.code();
            case RESTART, FREEZE -> runs;
        };
    }

    private void change(Invocation invocation, Target target) throws IOException {
        ApiServer server = invocation.context().server(target);
        var instances = new Instances(server);
        String word = action.word;
        boolean mayHaveLogged = action == Action.RESTART;
        if (action == Action.START) {
            int status = instances.get(target.name()).statusCode();
            word = status == StatusCode.FROZEN.code() ? "unfreeze" : word;
            mayHaveLogged = status == StatusCode.STOPPED.code();
        }
        boolean force = (action == Action.STOP || action == Action.RESTART) && invocation.has("force");
        int timeout =
                (int) (action == Action.STOP || action == Action.RESTART ? invocation.numberOr("timeout", -1) : -1);
        boolean stateful = action == Action.STOP && invocation.has("stateful");
        try {
            invocation
                    .context()
                    .await(
                            server,
                            instances.changeState(target.name(), new InstanceStatePut(word, timeout, force, stateful)),
                            target.name());
        } catch (OperationFailedException e) {
            if (!mayHaveLogged) {
                throw e;
            }
            throw new CommandFailure(e.getMessage() + "; try `lxc info --show-log " + target + "` for more info", e);
        }
    }
}
