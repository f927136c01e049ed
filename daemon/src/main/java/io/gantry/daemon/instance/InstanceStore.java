package io.gantry.daemon.instance;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where instances and their snapshots are kept. All methods run in the transaction of the connection they are
 * given.
 */
public interface InstanceStore {
    /** Adds an instance; CONFLICT where the name is taken. */
    void insert(Connection connection, InstanceRecord instance) throws SQLException;

    /** Replaces all of an instance but its key. */
    void update(Connection connection, InstanceRecord instance) throws SQLException;

    /** Removes an instance and its snapshots. */
    void delete(Connection connection, InstanceKey key) throws SQLException;

    /** Renames an instance; its snapshots go along. */
    void rename(Connection connection, InstanceKey key, String newName) throws SQLException;

    Optional<InstanceRecord> find(Connection connection, InstanceKey key) throws SQLException;

    /** All instances of a project, by name. */
    List<InstanceRecord> list(Connection connection, String project) throws SQLException;

    void insertSnapshot(Connection connection, SnapshotRecord snapshot) throws SQLException;

    void deleteSnapshot(Connection connection, SnapshotKey snapshot) throws SQLException;

    void renameSnapshot(Connection connection, SnapshotKey snapshot, String newName) throws SQLException;

    /** @param expiresAt {@link Instant#EPOCH} for never */
    void expireSnapshot(Connection connection, SnapshotKey snapshot, Instant expiresAt) throws SQLException;

    /** The snapshots of an instance, oldest first. */
    List<SnapshotRecord> snapshots(Connection connection, InstanceKey instance) throws SQLException;
}
