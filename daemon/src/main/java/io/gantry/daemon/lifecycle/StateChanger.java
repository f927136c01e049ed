package io.gantry.daemon.lifecycle;

import io.gantry.api.InstanceStatePut;
import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.operation.OperationPlan;
import java.time.Duration;

/** Starts, stops, restarts, freezes and thaws instances for clients. Safe for use by many threads. */
public final class StateChanger {
    private final InstanceTools tools;
    private final InstanceRuntime runtime;
    private final InstanceDeleter deleter;

    public StateChanger(InstanceTools tools, InstanceRuntime runtime, InstanceDeleter deleter) {
        this.tools = tools;
        this.runtime = runtime;
        this.deleter = deleter;
    }

    /**
     * Starts the change in the background. Whether it fits the state is known only once nobody else changes the
     * instance: one that does not makes the operation fail.
     *
     * @throws DaemonException NOT_FOUND, or INVALID_REQUEST for an unknown action
     */
    public Operation change(InstanceKey key, InstanceStatePut wanted) {
        if (wanted.stateful()) {
            throw DaemonException.notSupported(
                    "the state of running processes cannot be kept here: leave out --stateful");
        }
        tools.instances().find(key);
        String action = wanted.action();
        String description = switch (action) {
            case "start" -> "Starting instance";
            case "stop" -> "Stopping instance";
            case "restart" -> "Restarting instance";
            case "freeze" -> "Freezing instance";
            case "unfreeze" -> "Unfreezing instance";
            default ->
                throw DaemonException.invalid(
                        "Unknown action " + action + ": it is start, stop, restart, freeze or unfreeze");
        };
        return tools.operations()
                .start(OperationPlan.onInstance(description, key.name()).cancellable(), _ -> {
                    try (var _ = tools.locks().acquire(key, action)) {
                        requireFits(key, action);
                        act(key, wanted);
                    }
                    if (action.equals("stop")
                            && tools.instances().find(key).record().ephemeral()) {
                        deleter.deleteNow(key);
                    }
                });
    }

    private void requireFits(InstanceKey key, String action) {
        RunState state = runtime.state(key);
        switch (action) {
            case "start" -> {
                if (state instanceof RunState.Running) {
                    throw DaemonException.invalid("The instance is already running: " + key);
                }
            }
            case "freeze" -> {
                if (state instanceof RunState.Frozen) {
                    throw DaemonException.invalid("The instance is already frozen: " + key);
                }
                requireRuns(key, state);
            }
            case "unfreeze" -> {
                if (state instanceof RunState.Running) {
                    throw DaemonException.invalid("The instance is already running: " + key);
                }
                requireRuns(key, state);
            }
            default -> {
                if (state instanceof RunState.Stopped && action.equals("stop")) {
                    throw DaemonException.invalid("The instance is already stopped: " + key);
                }
                requireRuns(key, state);
            }
        }
    }

    private static void requireRuns(InstanceKey key, RunState state) {
        if (state instanceof RunState.Stopped) {
            throw DaemonException.invalid("The instance isn't running: start " + key + " first");
        }
    }

    private void act(InstanceKey key, InstanceStatePut wanted) {
        switch (wanted.action()) {
            case "start" -> {
                if (runtime.state(key) instanceof RunState.Frozen) {
                    runtime.unfreeze(key);
                } else {
                    runtime.start(key);
                }
            }
            case "stop" -> stop(key, wanted);
            case "restart" -> {
                stop(key, wanted);
                runtime.start(key);
            }
            case "freeze" -> runtime.freeze(key);
            default -> runtime.unfreeze(key);
        }
    }

    private void stop(InstanceKey key, InstanceStatePut wanted) {
        if (wanted.force()) {
            runtime.kill(key);
            return;
        }
        if (runtime.state(key) instanceof RunState.Frozen) {
            runtime.unfreeze(key);
        }
        runtime.shutDown(key, Duration.ofSeconds(wanted.timeout() == 0 ? -1 : wanted.timeout()));
    }
}
