package io.gantry.daemon.instance.store;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.ProfileLayers;
import io.gantry.daemon.instance.SnapshotRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Instances of the database with their profiles applied. */
public final class StoredInstances implements Instances {
    private static final String PROJECT = "default";

    private final Database database;
    private final InstanceStore store;
    private final ProfileLayers profiles;
    private final EndedInstances ended;

    /** What removes an instance that has ended. */
    @FunctionalInterface
    public interface EndedInstances {
        void delete(InstanceKey key);
    }

    public StoredInstances(Database database, InstanceStore store, ProfileLayers profiles, EndedInstances ended) {
        this.database = database;
        this.store = store;
        this.profiles = profiles;
        this.ended = ended;
    }

    @Override
    public ExpandedInstance find(InstanceKey key) {
        return database.inTransaction(connection -> expanded(connection, stored(connection, key)));
    }

    @Override
    public List<ExpandedInstance> list() {
        return database.inTransaction(connection -> {
            var all = new ArrayList<ExpandedInstance>();
            for (InstanceRecord instance : store.list(connection, PROJECT)) {
                all.add(expanded(connection, instance));
            }
            return all;
        });
    }

    @Override
    public ExpandedInstance change(InstanceKey key, UnaryOperator<InstanceRecord> change) {
        return database.inTransaction(connection -> {
            InstanceRecord changed = change.apply(stored(connection, key));
            store.update(connection, changed);
            return expanded(connection, changed);
        });
    }

    @Override
    public List<SnapshotRecord> snapshots(InstanceKey key) {
        return database.inTransaction(connection -> store.snapshots(connection, key));
    }

    @Override
    public ExpandedInstance expand(InstanceRecord instance) {
        return database.inTransaction(connection -> expanded(connection, instance));
    }

    private InstanceRecord stored(Connection connection, InstanceKey key) throws SQLException {
        return store.find(connection, key).orElseThrow(() -> DaemonException.notFound("Instance not found: " + key));
    }

    private ExpandedInstance expanded(Connection connection, InstanceRecord instance) throws SQLException {
        var layers = new ArrayList<ProfileLayers.Layer>();
        var missing = new ArrayList<String>();
        for (String name : instance.profiles()) {
            profiles.layer(connection, instance.key().project(), name)
                    .ifPresentOrElse(layers::add, () -> missing.add(name));
        }
        if (!missing.isEmpty()) {
            throw DaemonException.notFound("Profile not found: " + String.join(", ", missing) + ", which instance "
                    + instance.key() + " is to have; create it, or choose other profiles (--profile, --no-profiles)");
        }
        return ExpandedInstance.of(instance, layers);
    }

    @Override
    public void deleteEnded(InstanceKey key) {
        ended.delete(key);
    }
}
