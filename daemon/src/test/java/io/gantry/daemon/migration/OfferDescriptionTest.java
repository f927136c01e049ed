package io.gantry.daemon.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiJson;
import io.gantry.api.Instance;
import io.gantry.api.InstanceSnapshot;
import io.gantry.daemon.config.Config;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.wire.ConfigEntry;
import io.gantry.daemon.migration.wire.Device;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.IdmapEntry;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.migration.wire.Snapshot;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.PoolDefinition;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.StoragePool;
import io.gantry.storage.Volume;
import io.gantry.storage.fake.FakePoolDriver;
import io.gantry.system.effect.Effects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a target is told of an instance, field by field as LXD reads it. */
class OfferDescriptionTest {
    private static final InstanceKey C1 = new InstanceKey("default", "c1");
    private static final Instant MADE = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant TAKEN = Instant.parse("2026-02-03T04:05:06.789Z");
    private static final Instant EXPIRES = Instant.parse("2027-01-01T00:00:00Z");
    private static final List<TransferFormat> FORMATS = List.of(new Rsync(Set.of(RsyncOption.DELETE)));

    @TempDir
    Path folder;

    private OfferDescription descriptions;

    @BeforeEach
    void makePool() throws IOException {
        Files.createDirectory(folder.resolve("storage-pools"));
        var drivers = new FakePoolDriver("btrfs", new StoragePaths(folder), new Effects());
        StoragePool pool = drivers.start(drivers.create(new PoolDefinition("p", Map.of())));
        descriptions = new OfferDescription(new OnePool(pool), new Names());
    }

    private static InstanceSettings settings(String architecture, Map<String, String> config) {
        return InstanceSettings.ofProfiles(architecture, List.of()).withConfig(config);
    }

    private static ExpandedInstance instance(Map<String, String> config) {
        var record = new InstanceRecord(C1, "p", settings("x86_64", config), MADE, Instant.EPOCH);
        return new ExpandedInstance(record, config, Map.of());
    }

    private static SnapshotRecord snapshot(String name, InstanceSettings settings, Instant expiresAt) {
        return new SnapshotRecord(C1.snapshot(name), settings, TAKEN, expiresAt);
    }

    private MigrationHeader description(SnapshotRecord... snapshots) {
        return descriptions
                .of(instance(Map.of()), Optional.empty(), List.of(snapshots), FORMATS, false)
                .description();
    }

    private static ConfigEntry entry(String key, String value) {
        return ConfigEntry.newBuilder().setKey(key).setValue(value).build();
    }

    @Test
    void aSnapshotIsDescribedWithAllThatItHas() {
        InstanceSettings settings = InstanceSettings.ofProfiles("aarch64", List.of("one", "two"))
                .withEphemeral(true)
                .withConfig(Map.of("user.note", "x"))
                .withDevices(Map.of("root", Map.of("type", "disk")));

        assertThat(description(snapshot("s", settings, EXPIRES)))
                .isEqualTo(MigrationHeader.newBuilder()
                        .setFs(FsType.RSYNC)
                        .addSnapshotNames("s")
                        .addSnapshots(Snapshot.newBuilder()
                                .setName("s")
                                .addLocalConfig(entry("user.note", "x"))
                                .addProfiles("one")
                                .addProfiles("two")
                                .setEphemeral(true)
                                .addLocalDevices(
                                        Device.newBuilder().setName("root").addConfig(entry("type", "disk")))
                                .setArchitecture(4)
                                .setStateful(false)
                                .setCreationDate(TAKEN.getEpochSecond())
                                .setLastUsedDate(0)
                                .setExpiryDate(EXPIRES.getEpochSecond()))
                        .build());
    }

    @Test
    void aSnapshotThatStaysHasNoExpiry() {
        MigrationHeader header = description(snapshot("s", settings("x86_64", Map.of()), Instant.EPOCH));

        assertThat(header.getSnapshots(0).hasExpiryDate()).isFalse();
    }

    @Test
    void architecturesHaveLxdsNumbers() {
        for (Map.Entry<String, Integer> known :
                Map.of("i686", 1, "x86_64", 2, "aarch64", 4, "pdp11", 0).entrySet()) {
            MigrationHeader header = description(snapshot("s", settings(known.getKey(), Map.of()), Instant.EPOCH));

            assertThat(header.getSnapshots(0).getArchitecture())
                    .as(known.getKey())
                    .isEqualTo(known.getValue());
        }
    }

    @Test
    void theVolumeAndItsSnapshotsAreOfferedInTheirOrder() {
        SnapshotRecord first = snapshot("b", settings("x86_64", Map.of()), Instant.EPOCH);
        SnapshotRecord second = snapshot("a", settings("x86_64", Map.of()), Instant.EPOCH);

        MigrationSource.Offer offer =
                descriptions.of(instance(Map.of()), Optional.empty(), List.of(first, second), FORMATS, true);

        assertThat(offer.volume()).isEqualTo(Volume.container("p", "default", "c1"));
        assertThat(offer.snapshots()).containsExactly("b", "a");
        assertThat(offer.description().getSnapshotNamesList()).containsExactly("b", "a");
        assertThat(offer.formats()).isEqualTo(FORMATS);
        assertThat(offer.isRunning()).isTrue();
    }

    @Test
    void ownersOnDiskAreThoseOfWhatIsSent() {
        String old = "[{\"Isuid\":true,\"Isgid\":false,\"Hostid\":4000000000,\"Nsid\":1,\"Maprange\":65536}]";
        SnapshotRecord chosen = snapshot("s", settings("x86_64", Map.of(ReceivedOwners.KEY, old)), Instant.EPOCH);
        ExpandedInstance unshifted = instance(Map.of(ReceivedOwners.KEY, "[]"));

        MigrationSource.Offer ofSnapshot = descriptions.of(unshifted, Optional.of(chosen), List.of(), FORMATS, false);

        assertThat(ofSnapshot.volume())
                .isEqualTo(Volume.container("p", "default", "c1").snapshot("s"));
        assertThat(ofSnapshot.description().getIdmapList())
                .containsExactly(IdmapEntry.newBuilder()
                        .setIsuid(true)
                        .setIsgid(false)
                        .setHostid((int) 4_000_000_000L)
                        .setNsid(1)
                        .setMaprange(65536)
                        .build());
        assertThat(ReceivedOwners.of(ofSnapshot.description()).volume().toJson())
                .isEqualTo(old);
        assertThat(descriptions
                        .of(unshifted, Optional.empty(), List.of(chosen), FORMATS, false)
                        .description()
                        .getIdmapList())
                .isEmpty();
        assertThat(descriptions
                        .of(instance(Map.of(ReceivedOwners.KEY, old)), Optional.empty(), List.of(), FORMATS, false)
                        .description()
                        .getIdmapList())
                .hasSize(1);
    }

    @Test
    void theIndexIsWhatABackupSaysOfTheInstance() {
        SnapshotRecord snapshot = snapshot("s", settings("x86_64", Map.of()), Instant.EPOCH);
        String index = descriptions
                .of(instance(Map.of()), Optional.empty(), List.of(snapshot), FORMATS, false)
                .index();

        assertThat(ApiJson.readTree(index.getBytes(UTF_8)))
                .extracting("config", InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("Container", "Snapshots", "Pool", "Profiles", "Volume", "VolumeSnapshots")
                .containsEntry("Profiles", List.of())
                .hasEntrySatisfying(
                        "Container",
                        container -> assertThat(container).extracting("name").isEqualTo("c1 as shown"))
                .hasEntrySatisfying(
                        "Snapshots",
                        list -> assertThat(list)
                                .asInstanceOf(InstanceOfAssertFactories.LIST)
                                .singleElement()
                                .extracting("name")
                                .isEqualTo("s as shown"))
                .hasEntrySatisfying(
                        "Pool",
                        pool -> assertThat(pool)
                                .asInstanceOf(InstanceOfAssertFactories.MAP)
                                .containsEntry("name", "p")
                                .containsEntry("driver", "btrfs")
                                .containsEntry("status", "Created"))
                .hasEntrySatisfying(
                        "Volume",
                        volume -> assertThat(volume)
                                .asInstanceOf(InstanceOfAssertFactories.MAP)
                                .containsEntry("name", "c1")
                                .containsEntry("type", "container")
                                .containsEntry("content_type", "filesystem")
                                .containsEntry("project", "default")
                                .containsEntry("created_at", MADE.toString()))
                .containsEntry(
                        "VolumeSnapshots",
                        List.of(Map.of(
                                "config",
                                Map.of(),
                                "description",
                                "",
                                "content_type",
                                "filesystem",
                                "name",
                                "s",
                                "created_at",
                                TAKEN.toString())));
    }

    private record OnePool(StoragePool pool) implements StoragePools {
        @Override
        public StoragePool started(String name) {
            assertThat(name).isEqualTo("p");
            return pool;
        }

        @Override
        public List<String> names() {
            return List.of("p");
        }

        @Override
        public Config config(String name) {
            return new Config(Map.of());
        }
    }

    /** Shows names alone. */
    private static final class Names implements OfferDescription.Views {
        @Override
        public Instance instance(ExpandedInstance instance) {
            return new Instance(
                    "",
                    Map.of(),
                    Map.of(),
                    false,
                    List.of(),
                    false,
                    "",
                    MADE,
                    Map.of(),
                    Map.of(),
                    instance.key().name() + " as shown",
                    "",
                    0,
                    MADE,
                    "",
                    "",
                    "");
        }

        @Override
        public InstanceSnapshot snapshot(SnapshotRecord snapshot) {
            return new InstanceSnapshot(
                    MADE,
                    "",
                    Map.of(),
                    MADE,
                    Map.of(),
                    false,
                    Map.of(),
                    Map.of(),
                    MADE,
                    snapshot.name() + " as shown",
                    List.of(),
                    false,
                    0);
        }
    }
}
