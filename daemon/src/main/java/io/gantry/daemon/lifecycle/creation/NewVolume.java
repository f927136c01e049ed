package io.gantry.daemon.lifecycle.creation;

import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks.Held;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.lifecycle.RootDiskSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes a new instance. It counts from the moment at which its intent is gone. */
final class NewVolume implements FillAct {
    static final String INTENT = "create-instance";

    private final InstanceTools tools;
    private final InstanceRecord record;

    NewVolume(InstanceTools tools, InstanceRecord record) {
        this.tools = tools;
        this.record = record;
    }

    @Override
    public InstanceKey key() {
        return record.key();
    }

    @Override
    public String pool() {
        return record.pool();
    }

    @Override
    public String intent() {
        return INTENT;
    }

    @Override
    public Map<String, String> facts() {
        var facts = new HashMap<>(FillAct.super.facts());
        facts.put(InstanceTools.CREATED, record.createdAt().toString());
        return facts;
    }

    @Override
    public String event() {
        return "instance-created";
    }

    @Override
    public Held lock() {
        return tools.locks().acquire(key(), "create");
    }

    @Override
    public void check() {
        tools.requireFree(key());
    }

    @Override
    public InstanceRecord begin() {
        tools.ids()
                .allot(
                        tools.instances().expand(record),
                        complete -> tools.database()
                                .change(connection -> tools.store().insert(connection, complete)));
        return record;
    }

    @Override
    public Optional<InstanceRecord> existing() {
        return Optional.empty();
    }

    @Override
    public void undo() {
        remove(tools, pool(), key());
    }

    /** Removes what a killed daemon left of a new instance. The name may be another instance's by now. */
    static void settle(InstanceTools tools, String pool, InstanceKey key, Map<String, String> facts) {
        if (!tools.isAnothers(key, facts)) {
            remove(tools, pool, key);
        }
    }

    /** Removes whatever there is of a new instance. */
    private static void remove(InstanceTools tools, String pool, InstanceKey key) {
        tools.volumes().unlink(key);
        tools.volumes().driver(pool).delete(InstanceVolumes.of(pool, key));
        tools.database().change(connection -> tools.store().delete(connection, key));
    }

    @Override
    public void prepare() {
        RootDiskSize.limit(
                tools, InstanceVolumes.of(record), tools.instances().find(key()).devices());
        tools.volumes().link(pool(), key());
    }

    @Override
    public void decide(Connection connection, Intent intent) throws SQLException {
        intent.end(connection);
    }

    @Override
    public void complete(Intent intent) {
        // Nothing follows.
    }
}
