package io.gantry.daemon.lifecycle;

import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceName;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateTrigger;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives stopped instances other names; their snapshots go along. Safe for use by many threads. */
public final class InstanceRenamer {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceRenamer.class);
    private static final String INTENT = "rename-instance";

    private final InstanceTools tools;
    private final InstanceRuntime runtime;
    private final Path logs;

    /** @param logs the folder that holds one folder of logs for each instance */
    public InstanceRenamer(InstanceTools tools, InstanceRuntime runtime, Path logs) {
        this.tools = tools;
        this.runtime = runtime;
        this.logs = logs;
        tools.intents().onStart(INTENT, this::settle);
    }

    /**
     * Starts renaming in the background.
     *
     * @throws DaemonException NOT_FOUND, CONFLICT where the name is taken, INVALID_REQUEST where it is no name or the
     *     instance runs
     */
    public Operation rename(InstanceKey key, InstanceName newName) {
        var newKey = new InstanceKey(key.project(), newName.value());
        requireStopped(key);
        requireFree(newKey);
        return tools.operations()
                .start(OperationPlan.onInstance("Renaming instance", key.name()), _ -> rename(key, newKey));
    }

    private ExpandedInstance requireStopped(InstanceKey key) {
        ExpandedInstance instance = tools.instances().find(key);
        if (!(runtime.state(key) instanceof RunState.Stopped)) {
            throw DaemonException.invalid("Renaming of running instance not allowed: stop " + key + " first");
        }
        return instance;
    }

    private void requireFree(InstanceKey key) {
        if (tools.isTaken(key)) {
            throw DaemonException.conflict("Name \"" + key + "\" already in use");
        }
    }

    private void rename(InstanceKey key, InstanceKey newKey) {
        try (var _ = tools.locks().acquireRemoval(key, "rename");
                var _ = tools.locks().acquire(newKey, "rename");
                var rollback = new Rollback()) {
            ExpandedInstance instance = requireStopped(key);
            requireFree(newKey);
            String pool = instance.record().pool();
            Intent intent = tools.intents()
                    .begin(
                            INTENT,
                            Map.of("pool", pool, "project", key.project(), "old", key.name(), "new", newKey.name()));
            rollback.add("end the intent", intent::end);
            StorageDriver driver = tools.volumes().driver(pool);
            Volume from = InstanceVolumes.of(pool, key);
            Volume to = InstanceVolumes.of(pool, newKey);
            driver.rename(from, to);
            rollback.add("rename " + to + " back", () -> driver.rename(to, from));
            tools.database().change(connection -> {
                tools.store().rename(connection, key, newKey.name());
                tools.store().update(connection, renamed(connection, newKey));
            });
            rollback.keep();
            // Its leases are in the old name; the next start asks for others in the new one.
            NetworkMember.of(instance).forEach(tools.networks()::leave);
            follow(pool, key, newKey);
            intent.end();
        }
        tools.events().lifecycle("instance-renamed", newKey.url(), Map.of("old_name", key.name()));
    }

    private InstanceRecord renamed(Connection connection, InstanceKey newKey) throws SQLException {
        InstanceRecord record = tools.store()
                .find(connection, newKey)
                .orElseThrow(() -> DaemonException.notFound("Instance not found: " + newKey));
        return CloudInitId.renewed(
                record.withConfig(PendingTemplates.added(record.config(), TemplateTrigger.RENAME)), tools.newIds());
    }

    /** Gives the name that counts to what else has the instance's name. */
    private void follow(String pool, InstanceKey from, InstanceKey to) {
        tools.volumes().unlink(from);
        tools.volumes().link(pool, to);
        moveLogs(from, to);
    }

    /** The instance is renamed also where its logs are not. */
    private void moveLogs(InstanceKey key, InstanceKey newKey) {
        try {
            if (Files.exists(logs.resolve(key.name()))) {
                Files.move(logs.resolve(key.name()), logs.resolve(newKey.name()));
            }
        } catch (IOException e) {
            LOG.warn("the logs of instance {} keep the name {}", newKey, key, e);
        }
    }

    /** Brings to the name that the database has what a killed daemon left in the other. */
    private void settle(Map<String, String> facts) {
        String project = facts.getOrDefault("project", "");
        String pool = facts.getOrDefault("pool", "");
        var oldKey = new InstanceKey(project, facts.getOrDefault("old", ""));
        var newKey = new InstanceKey(project, facts.getOrDefault("new", ""));
        boolean isRenamed = tools.isTaken(newKey);
        if (!isRenamed && !tools.isTaken(oldKey)) {
            return;
        }
        InstanceKey right = isRenamed ? newKey : oldKey;
        InstanceKey wrong = isRenamed ? oldKey : newKey;
        settleVolume(tools.volumes().driver(pool), InstanceVolumes.of(pool, wrong), InstanceVolumes.of(pool, right));
        follow(pool, wrong, right);
    }

    /** A volume and its snapshots are renamed one after the other: either may have been left behind. */
    private static void settleVolume(StorageDriver driver, Volume wrong, Volume right) {
        boolean leftSnapshots = !driver.snapshots(wrong).isEmpty();
        if (driver.exists(right) && leftSnapshots) {
            driver.rename(right, wrong);
        }
        if (driver.exists(wrong)) {
            driver.rename(wrong, right);
        }
    }
}
