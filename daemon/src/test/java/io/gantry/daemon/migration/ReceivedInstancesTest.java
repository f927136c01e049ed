package io.gantry.daemon.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.instance.store.SqlInstanceStore;
import io.gantry.daemon.instance.store.StoredInstances;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.wire.ConfigEntry;
import io.gantry.daemon.migration.wire.Device;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.Volume;
import io.gantry.storage.fake.FakePoolDriver;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of what a source says, and what of it is here already. */
class ReceivedInstancesTest {
    private static final InstanceKey FRESH = new InstanceKey("default", "fresh");
    private static final InstanceKey OLD = new InstanceKey("default", "old");
    private static final Instant TAKEN = Instant.parse("2026-02-03T04:05:06.789Z");

    @TempDir
    Path folder;

    private final SqlInstanceStore store = new SqlInstanceStore();
    private final List<Map<String, Object>> told = new ArrayList<>();
    private SqliteDatabase database;
    private StoredInstances instances;
    private ReceivedInstances received;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("test.db"));
        instances = new StoredInstances(database, store, (_, _, _) -> Optional.empty(), _ -> {});
        received = new ReceivedInstances(database, store, instances);
        database.change(connection -> {
            store.insert(connection, instance(FRESH));
            store.insert(connection, instance(OLD));
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static InstanceRecord instance(InstanceKey key) {
        var settings = InstanceSettings.ofProfiles("x86_64", List.of())
                .withConfig(Map.of("user.note", "n", ReceivedOwners.KEY, "shifted"));
        return new InstanceRecord(key, "p", settings, Instant.EPOCH, Instant.EPOCH);
    }

    private static Snapshot.Builder snapshot(String name) {
        return Snapshot.newBuilder()
                .setName(name)
                .setEphemeral(false)
                .setArchitecture(2)
                .setStateful(false)
                .setCreationDate(TAKEN.getEpochSecond());
    }

    private static MigrationHeader offer(Snapshot.Builder... snapshots) {
        var offer = MigrationHeader.newBuilder().setFs(FsType.RSYNC);
        for (Snapshot.Builder snapshot : snapshots) {
            offer.addSnapshotNames(snapshot.getName()).addSnapshots(snapshot);
        }
        return offer.build();
    }

    private static ConfigEntry entry(String key, String value) {
        return ConfigEntry.newBuilder().setKey(key).setValue(value).build();
    }

    private MigrationSink.Recording recording(LeftOut leftOut) {
        return received.recordingOf(FRESH, leftOut, () -> told.add(Map.of("committed", snapshots())));
    }

    private List<String> snapshots() {
        return instances.snapshots(FRESH).stream().map(SnapshotRecord::name).toList();
    }

    private void refuse(MigrationHeader offer, String message) {
        assertThatThrownBy(() -> recording(new LeftOut(false)).begin(offer))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(message);
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void namesThatWouldLeaveTheirFolderAreRefused() {
        for (String name : List.of("a/b", "..", ".", "", "a b")) {
            refuse(offer(snapshot(name)), "Invalid snapshot name \"" + name + "\"");
        }
    }

    @Test
    void namesAndDescriptionsHaveToBeOfTheSameNumber() {
        refuse(
                offer(snapshot("s")).toBuilder().addSnapshotNames("t").build(),
                "the source names 2 snapshots and describes 1");
        refuse(
                offer(snapshot("s")).toBuilder().clearSnapshotNames().build(),
                "the source names 0 snapshots and describes 1");
    }

    @Test
    void whatASnapshotHasAndNobodyKnowsIsLeftOutOrRefused() {
        MigrationHeader offer = offer(snapshot("s")
                .addLocalConfig(entry("security.from_the_future", "1"))
                .addLocalDevices(Device.newBuilder().setName("x").addConfig(entry("type", "hologram"))));
        var leftOut = new LeftOut(false);

        recording(leftOut).begin(offer);
        leftOut.publish(new Listener());

        assertThat(told)
                .singleElement()
                .extracting("left_out")
                .asString()
                .contains("fresh/s: ")
                .contains("security.from_the_future")
                .contains("hologram");
        assertThatThrownBy(() -> recording(new LeftOut(true)).begin(offer))
                .hasMessageContaining("fresh/s has what is not known here");
    }

    @Test
    void aSnapshotIsRecordedAsTheSourceDescribesItInThePoolOfThisHost() {
        Instant expiry = Instant.parse("2027-01-01T00:00:00Z");
        MigrationHeader offer = offer(snapshot("s")
                .setEphemeral(true)
                .setExpiryDate(expiry.getEpochSecond())
                .addProfiles("one")
                .addLocalConfig(entry("user.note", "x"))
                .addLocalConfig(entry("security.from_the_future", "1"))
                .addLocalConfig(entry("volatile.last_state.power", "RUNNING"))
                .addLocalConfig(entry("volatile.uuid", "11111111-2222-3333-4444-555555555555"))
                .addLocalConfig(entry(
                        ReceivedOwners.KEY,
                        "[{\"Isuid\":true,\"Isgid\":true,\"Hostid\":1000," + "\"Nsid\":0,\"Maprange\":1}]"))
                .addLocalDevices(Device.newBuilder()
                        .setName("root")
                        .addConfig(entry("type", "disk"))
                        .addConfig(entry("path", "/"))
                        .addConfig(entry("pool", "theirs")))
                .addLocalDevices(Device.newBuilder()
                        .setName("data")
                        .addConfig(entry("type", "disk"))
                        .addConfig(entry("source", "/srv"))
                        .addConfig(entry("path", "/srv"))));

        recording(new LeftOut(false)).complete(offer);

        assertThat(instances.snapshots(FRESH))
                .containsExactly(new SnapshotRecord(
                        FRESH.snapshot("s"),
                        InstanceSettings.ofProfiles("x86_64", List.of("one"))
                                .withEphemeral(true)
                                .withConfig(Map.of(
                                        "user.note",
                                        "x",
                                        "volatile.uuid",
                                        "11111111-2222-3333-4444-555555555555",
                                        ReceivedOwners.KEY,
                                        "[]"))
                                .withDevices(Map.of(
                                        "root",
                                        Map.of("type", "disk", "path", "/", "pool", "p"),
                                        "data",
                                        Map.of("type", "disk", "source", "/srv", "path", "/srv"))),
                        Instant.ofEpochSecond(TAKEN.getEpochSecond()),
                        expiry));
    }

    @Test
    void theInstanceIsUnshiftedAndTheTargetIsCommittedWhenAllIsRecorded() {
        recording(new LeftOut(false)).complete(offer(snapshot("s"), snapshot("t")));

        assertThat(instances.find(FRESH).record().config())
                .isEqualTo(Map.of("user.note", "n", ReceivedOwners.KEY, "[]"));
        assertThat(instances.snapshots(FRESH))
                .extracting(SnapshotRecord::expiresAt)
                .containsExactly(Instant.EPOCH, Instant.EPOCH);
        assertThat(told).containsExactly(Map.of("committed", List.of("s", "t")));
    }

    @Test
    void twoSnapshotsOfOneNameAreNotRecordedAtAll() {
        assertThatThrownBy(() -> recording(new LeftOut(false)).complete(offer(snapshot("s"), snapshot("s"))))
                .isInstanceOf(DaemonException.class);

        assertThat(snapshots()).isEmpty();
        assertThat(told).isEmpty();
    }

    private StorageDriver driver() throws IOException {
        Files.createDirectory(folder.resolve("storage-pools"));
        var pools = new FakePoolDriver("dir", new StoragePaths(folder), new Effects());
        StorageDriver driver =
                pools.start(pools.create(new PoolDefinition("p", Map.of()))).volumes();
        Volume old = Volume.container("p", "default", "old");
        driver.create(old);
        for (String name : List.of("same", "later", "own")) {
            Files.writeString(driver.path(old).resolve("f"), name);
            driver.snapshot(old.snapshot(name));
            database.change(connection -> store.insertSnapshot(
                    connection,
                    new SnapshotRecord(
                            OLD.snapshot(name),
                            InstanceSettings.ofProfiles("x86_64", List.of(name)),
                            TAKEN,
                            Instant.EPOCH)));
        }
        Files.writeString(driver.path(old).resolve("f"), "now");
        return driver;
    }

    @Test
    void aRefreshKeepsWhatIsTheSameToTheSecondAndAsksForTheRest() throws IOException {
        StorageDriver driver = driver();
        KnownContent known = received.known(driver, instance(OLD), instance(FRESH));
        Volume fresh = Volume.container("p", "default", "fresh");
        MigrationHeader offer =
                offer(snapshot("same"), snapshot("later").setCreationDate(TAKEN.getEpochSecond() + 1), snapshot("new"));

        MigrationHeader wanted = known.withoutKnown(offer);

        assertThat(wanted)
                .isEqualTo(
                        offer(snapshot("later").setCreationDate(TAKEN.getEpochSecond() + 1), snapshot("new"))
                                .toBuilder()
                                .setRefresh(true)
                                .build());
        assertThat(instances.snapshots(FRESH))
                .containsExactly(new SnapshotRecord(
                        FRESH.snapshot("same"),
                        InstanceSettings.ofProfiles("x86_64", List.of("same")),
                        TAKEN,
                        Instant.EPOCH));
        assertThat(driver.snapshots(fresh)).containsExactly("same");
        assertThat(driver.path(fresh.snapshot("same")).resolve("f")).hasContent("same");
        assertThat(instances.snapshots(OLD)).hasSize(3);
    }

    @Test
    void aRefreshBeginsWithWhatTheCopyHoldsNow() throws IOException {
        StorageDriver driver = driver();
        Volume fresh = Volume.container("p", "default", "fresh");

        received.known(driver, instance(OLD), instance(FRESH)).makeBase(fresh);

        assertThat(driver.path(fresh).resolve("f")).hasContent("now");
        assertThat(driver.path(Volume.container("p", "default", "old")).resolve("f"))
                .hasContent("now");
    }

    private final class Listener implements OperationContext {
        @Override
        public String id() {
            return "1";
        }

        @Override
        public void publish(Map<String, Object> metadata) {
            told.add(metadata);
        }
    }
}
