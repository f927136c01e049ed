package io.gantry.daemon.lifecycle;

import io.gantry.api.Operation;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Removes instances with all they have. Safe for use by many threads. */
public final class InstanceDeleter {
    private static final String INTENT = "delete-instance";

    private final InstanceTools tools;
    private final InstanceRuntime runtime;
    private final Path logs;

    /** @param logs the folder that holds one folder of logs for each instance */
    public InstanceDeleter(InstanceTools tools, InstanceRuntime runtime, Path logs) {
        this.tools = tools;
        this.runtime = runtime;
        this.logs = logs;
        tools.intents().onStart(INTENT, this::settle);
    }

    /**
     * Starts removing an instance in the background.
     *
     * @throws DaemonException NOT_FOUND, or INVALID_REQUEST where it runs or is protected
     */
    public Operation delete(InstanceKey key) {
        requireDeletable(key);
        return tools.operations().start(OperationPlan.onInstance("Deleting instance", key.name()), _ -> deleteNow(key));
    }

    private ExpandedInstance requireDeletable(InstanceKey key) {
        ExpandedInstance instance = tools.instances().find(key);
        if (instance.get(InstanceKeys.SECURITY_PROTECTION_DELETE)) {
            throw DaemonException.invalid("Instance is protected: unset " + InstanceKeys.SECURITY_PROTECTION_DELETE
                    + " of " + key + " to delete it");
        }
        if (!(runtime.state(key) instanceof RunState.Stopped)) {
            throw DaemonException.invalid("Instance is running: stop " + key + " first, or delete it with --force");
        }
        return instance;
    }

    /** Removes a stopped instance now; takes its lock. */
    public void deleteNow(InstanceKey key) {
        try (var _ = tools.locks().acquireRemoval(key, "delete")) {
            ExpandedInstance instance = requireDeletable(key);
            String pool = instance.record().pool();
            Intent intent = tools.intents()
                    .begin(
                            INTENT,
                            Map.of(
                                    "pool",
                                    pool,
                                    "project",
                                    key.project(),
                                    "name",
                                    key.name(),
                                    InstanceTools.CREATED,
                                    instance.record().createdAt().toString()));
            try (var rollback = new Rollback()) {
                rollback.add("end the intent, unless the volume is gone", () -> endUnlessGone(intent, pool, key));
                removeFiles(pool, key);
                tools.database().change(connection -> {
                    tools.store().delete(connection, key);
                    intent.end(connection);
                });
                rollback.keep();
            }
            NetworkMember.of(instance).forEach(tools.networks()::leave);
        }
        tools.events().lifecycle("instance-deleted", key.url(), Map.of());
    }

    /** What lost its volume cannot be kept: the next start brings it to its end, if nobody does that before. */
    private void endUnlessGone(Intent intent, String pool, InstanceKey key) {
        if (tools.volumes().driver(pool).exists(InstanceVolumes.of(pool, key))) {
            intent.end();
        }
    }

    /** Brings to its end what a killed daemon began. The name may be another instance's by now. */
    private void settle(Map<String, String> facts) {
        var key = new InstanceKey(facts.getOrDefault("project", ""), facts.getOrDefault("name", ""));
        if (!tools.isAnothers(key, facts)) {
            removeFiles(facts.getOrDefault("pool", ""), key);
            tools.database().change(connection -> tools.store().delete(connection, key));
        }
    }

    private void removeFiles(String pool, InstanceKey key) {
        tools.volumes().driver(pool).delete(InstanceVolumes.of(pool, key));
        tools.volumes().unlink(key);
        removeLogs(logs.resolve(key.name()));
    }

    private static void removeLogs(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new DaemonException(FailureCategory.INTERNAL, "cannot remove the logs in " + folder + ": " + e, e);
        }
    }
}
