package io.gantry.daemon.instance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.HeldLocks;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.ProfileLayers;
import io.gantry.daemon.instance.SnapshotRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances in a database, with two profiles that exist and no other. */
class StoredInstancesTest {
    private static final InstanceKey C1 = new InstanceKey("default", "c1");
    private static final InstanceRecord RECORD = new InstanceRecord(
            C1,
            "p1",
            new InstanceSettings(
                    "x86_64",
                    true,
                    false,
                    "a container",
                    Map.of("limits.cpu", "2", "user.note", "a \"b\"\n€"),
                    Map.of("root", Map.of("type", "disk", "path", "/", "pool", "p1")),
                    List.of("one", "two")),
            Instant.parse("2024-05-01T10:00:00.123456789Z"),
            Instant.EPOCH);

    @TempDir
    Path folder;

    private final SqlInstanceStore store = new SqlInstanceStore();
    private SqliteDatabase database;
    private StoredInstances instances;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("test.db"));
        var profiles = Map.of(
                "one",
                new ProfileLayers.Layer(
                        Map.of("limits.cpu", "1", "limits.memory", "1GiB", "user.one", "1"),
                        Map.of("eth0", Map.of("type", "nic", "network", "br0"))),
                "two",
                new ProfileLayers.Layer(
                        Map.of("limits.memory", "2GiB"), Map.of("eth0", Map.of("type", "nic", "network", "br1"))));
        instances = new StoredInstances(
                database,
                store,
                (_, _, name) -> Optional.ofNullable(profiles.get(name)),
                key -> database.change(connection -> store.delete(connection, key)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void insert(InstanceRecord record) {
        database.change(connection -> store.insert(connection, record));
    }

    @Test
    void aRecordComesBackAsItWasStored() {
        insert(RECORD);

        assertThat(instances.find(C1).record()).isEqualTo(RECORD);
        assertThat(instances.list()).hasSize(1);
    }

    @Test
    void anInstanceLiesOverItsProfilesAndALaterProfileOverAnEarlierOne() {
        insert(RECORD);

        ExpandedInstance expanded = instances.find(C1);

        assertThat(expanded.config())
                .containsEntry("limits.cpu", "2")
                .containsEntry("limits.memory", "2GiB")
                .containsEntry("user.one", "1");
        assertThat(expanded.devices()).containsOnlyKeys("root", "eth0");
        assertThat(expanded.devices().get("eth0")).containsEntry("network", "br1");
    }

    @Test
    void aMissingProfileIsNamed() {
        assertThatThrownBy(() ->
                        instances.expand(RECORD.withSettings(RECORD.settings().withProfiles(List.of("gone")))))
                .hasMessageContaining("gone")
                .hasMessageContaining("c1");
    }

    @Test
    void aNameIsTakenOnce() {
        insert(RECORD);

        assertThatThrownBy(() -> insert(RECORD)).hasMessageContaining("c1").hasMessageContaining("already exists");
    }

    @Test
    void aChangeIsStored() {
        insert(RECORD);

        instances.change(C1, record -> record.withConfig(Map.of("volatile.x", "1")));

        assertThat(instances.find(C1).record().config()).containsExactly(Map.entry("volatile.x", "1"));
    }

    @Test
    void snapshotsComeOldestFirstAndGoAlongWithTheirInstance() {
        insert(RECORD);
        snapshot("z");
        snapshot("a");
        database.change(connection -> store.rename(connection, C1, "c2"));
        var c2 = new InstanceKey("default", "c2");

        assertThat(instances.snapshots(c2)).extracting(SnapshotRecord::name).containsExactly("z", "a");

        database.change(connection -> store.delete(connection, c2));
        assertThat(instances.snapshots(c2)).isEmpty();
    }

    @Test
    void aSnapshotsNameIsTakenOnceForAnInstance() {
        insert(RECORD);
        snapshot("a");

        assertThatThrownBy(() -> snapshot("a")).hasMessageContaining("c1/a").hasMessageContaining("already exists");
    }

    @Test
    void anEndedInstanceIsDeleted() {
        insert(RECORD);

        instances.deleteEnded(C1);

        assertThatThrownBy(() -> instances.find(C1)).hasMessageContaining("not found");
    }

    @Test
    void aLockIsHeldOnceAndTellsWhatHoldsIt() {
        var locks = new HeldLocks();
        try (var _ = locks.acquire(C1, "start")) {
            assertThatThrownBy(() -> locks.acquire(C1, "stop")).hasMessageContaining("start");
            locks.acquire(new InstanceKey("default", "c2"), "stop").close();
        }
        locks.acquire(C1, "stop").close();
    }

    private void snapshot(String name) {
        database.change(connection -> store.insertSnapshot(
                connection,
                new SnapshotRecord(
                        C1.snapshot(name),
                        InstanceSettings.ofProfiles("x86_64", List.of("one")),
                        Instant.EPOCH,
                        Instant.EPOCH)));
    }
}
