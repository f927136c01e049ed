package io.gantry.daemon.exec;

import io.gantry.api.InstanceExecPost;
import io.gantry.api.Operation;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.operation.Operations;
import io.gantry.system.attach.AttachRequest;
import io.gantry.system.attach.ContainerExec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs programs in instances on behalf of clients. Safe for use by many threads. */
public final class ExecService {
    private static final String DESCRIPTION = "Executing command";

    private final InstanceRuntime runtime;
    private final Function<InstanceKey, Map<String, String>> expandedConfig;
    private final ContainerExec attach;
    private final Operations operations;
    private final Events events;
    private final Path logs;

    /**
     * @param expandedConfig an instance's configuration with that of its profiles; NOT_FOUND where there is none
     * @param logs the folder that holds one folder of logs for each instance
     */
    public ExecService(
            InstanceRuntime runtime,
            Function<InstanceKey, Map<String, String>> expandedConfig,
            ContainerExec attach,
            Operations operations,
            Events events,
            Path logs) {
        this.runtime = runtime;
        this.expandedConfig = expandedConfig;
        this.attach = attach;
        this.operations = operations;
        this.events = events;
        this.logs = logs;
    }

    /**
     * Starts a program. With {@code wait-for-websocket} it starts when its channels are connected.
     *
     * @throws DaemonException NOT_FOUND, or INVALID_REQUEST where the instance does not run or no command is given
     */
    public Operation start(InstanceKey key, InstanceExecPost request) {
        Map<String, String> config = expandedConfig.apply(key);
        AttachRequest program = program(key, request, config);
        events.lifecycle("instance-exec", key.url(), Map.of("command", request.command()));
        var plan = OperationPlan.onInstance(DESCRIPTION, key.name());
        if (!request.waitForWebsocket()) {
            var recorded = new RecordedExec(attach, program, logs.resolve(key.name()), key, request.recordOutput());
            return operations.start(plan, recorded::run);
        }
        var offer = new OperationPlan(
                plan.description(),
                plan.resources(),
                false,
                Map.of(
                        "command", request.command(),
                        "environment", program.environment(),
                        "interactive", request.interactive()),
                "fds");
        return request.interactive()
                ? operations.offer(offer, TerminalExec.CHANNELS, new TerminalExec(attach, program, request)::run)
                : operations.offer(offer, PipedExec.CHANNELS, new PipedExec(attach, program)::run);
    }

    private AttachRequest program(InstanceKey key, InstanceExecPost request, Map<String, String> config) {
        if (request.command().isEmpty()) {
            throw DaemonException.invalid("no command to run in instance " + key + " was given");
        }
        long init = switch (runtime.state(key)) {
            case RunState.Running(long pid) -> pid;
            case RunState.Frozen _ ->
                throw DaemonException.invalid(
                        "Instance is frozen: " + key + " cannot run commands until it is started again");
            case RunState.Stopped _ ->
                throw DaemonException.invalid("Instance is not running: start " + key + " first");
        };
        Map<String, String> environment =
                ExecEnvironment.of(request, config, Path.of("/proc", Long.toString(init), "root"));
        String directory = request.cwd().isEmpty() ? environment.getOrDefault("HOME", "/") : request.cwd();
        return new AttachRequest(
                key.name(), request.user(), request.group(), directory, environment, List.copyOf(request.command()));
    }
}
