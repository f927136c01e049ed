package io.gantry.daemon.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.StorageVolume;
import io.gantry.daemon.config.PoolKeys;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.intent.StoredIntents;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.dir.DirPoolDriver;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools in directories of a daemon that is killed and started again at will. */
class PoolsTest {
    @TempDir
    Path folder;

    private SqliteDatabase database;
    private StoredIntents intents;
    private Pools pools;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("test.db"));
        intents = new StoredIntents(database);
        pools = new Pools(
                database,
                List.of(new DirPoolDriver(new StoragePaths(folder), new ProcessCommandRunner())),
                intents,
                new EventBroadcast(InstantSource.system()));
    }

    @AfterEach
    void close() {
        pools.stopAll();
        database.close();
    }

    private void startAgain() {
        database.close();
        open();
        pools.startAll();
        intents.settle();
    }

    private static PoolRecord pool(String name, Map<String, String> config) {
        return new PoolRecord(name, "dir", "", config);
    }

    @Test
    void aNewPoolIsStartedAndKnowsItsSource() {
        pools.create(pool("p1", Map.of("user.owner", "me")));

        assertThat(pools.started("p1").mountPoint()).isEqualTo(folder.resolve("storage-pools/p1"));
        assertThat(pools.config("p1").text(PoolKeys.SOURCE)).isEqualTo(folder.resolve("storage-pools/p1") + "");
        assertThat(pools.config("p1").text(PoolKeys.USER.of("owner"))).isEqualTo("me");
        assertThat(pools.names()).containsExactly("p1");
    }

    @Test
    void poolsAreThereAfterARestart() {
        pools.create(pool("p1", Map.of()));

        startAgain();

        assertThat(pools.started("p1").name()).isEqualTo("p1");
    }

    @Test
    void wrongNamesKeysAndDriversAreRefusedByName() {
        assertThatThrownBy(() -> pools.create(pool("a/b", Map.of()))).hasMessageContaining("slashes");
        assertThatThrownBy(() -> pools.create(pool("p1", Map.of("colour", "red"))))
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> pools.create(pool("p1", Map.of("rsync.compression", "maybe"))))
                .hasMessageContaining("maybe");
        assertThatThrownBy(() -> pools.create(new PoolRecord("p1", "tape", "", Map.of())))
                .hasMessageContaining("tape");
        assertThat(pools.names()).isEmpty();
    }

    @Test
    void aNameIsTakenOnce() {
        pools.create(pool("p1", Map.of()));

        assertThatThrownBy(() -> pools.create(pool("p1", Map.of())))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("already exists");
    }

    @Test
    void aSourceInUseLeavesNothingBehind() throws IOException {
        Path mine = folder.resolve("mine");
        Path source = Files.createDirectories(mine.resolve("containers"));

        assertThatThrownBy(() -> pools.create(pool("p1", Map.of("source", mine.toString()))))
                .hasMessageContaining("not empty");

        assertThat(pools.names()).isEmpty();
        assertThat(source).isDirectory();
        startAgain();
        assertThat(source).isDirectory();
    }

    @Test
    void aCreationThatWasCutOffIsUndoneAtTheNextStart() throws IOException {
        Path half = folder.resolve("storage-pools/p1");
        Files.createDirectories(half.resolve("containers"));
        intents.begin("create-pool", Map.of("name", "p1", "driver", "dir"));

        startAgain();

        assertThat(half).doesNotExist();
        assertThat(pools.names()).isEmpty();
    }

    @Test
    void aPoolThatWasStoredBeforeTheKillStays() {
        pools.create(pool("p1", Map.of()));
        intents.begin("create-pool", Map.of("name", "p1", "driver", "dir"));

        startAgain();

        assertThat(pools.started("p1").mountPoint()).isDirectory();
    }

    @Test
    @NeedsRoot
    void aPoolWithoutItsSourceFailsOnlyThoseWhoAskForIt() throws IOException {
        Path source = Files.createDirectory(folder.resolve("mine"));
        pools.create(pool("lost", Map.of("source", source.toString())));
        pools.create(pool("p1", Map.of()));
        pools.stopAll();
        try (var entries = Files.walk(source)) {
            for (Path entry :
                    entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }

        startAgain();

        assertThat(pools.started("p1").name()).isEqualTo("p1");
        assertThatThrownBy(() -> pools.started("lost"))
                .hasMessageContaining("lost")
                .hasMessageContaining(source.toString());
        assertThat(pools.isAvailable("lost")).isFalse();

        Files.createDirectory(source);

        assertThat(pools.started("lost").name()).isEqualTo("lost");
        assertThat(pools.isAvailable("lost")).isTrue();
    }

    @Test
    void aStoppedPoolIsNotStartedByWhoComesLate() {
        pools.startAll();
        pools.create(pool("p1", Map.of()));
        pools.stopAll();

        assertThatThrownBy(() -> pools.started("p1")).hasMessageContaining("is stopped");
    }

    @Test
    void onlyLiveKeysChange() {
        pools.create(pool("p1", Map.of()));
        var config = new java.util.HashMap<>(pools.find("p1").config());
        config.put("rsync.bwlimit", "10MiB");

        pools.update("p1", "fast", config);

        assertThat(pools.find("p1").description()).isEqualTo("fast");
        assertThat(pools.config("p1").text(PoolKeys.RSYNC_BWLIMIT)).isEqualTo("10MiB");
        config.put("source", "/elsewhere");
        assertThatThrownBy(() -> pools.update("p1", "", config)).hasMessageContaining("source");
    }

    @Test
    void aUsedPoolIsKeptAndItsUsersAreNamed() {
        var users = new ArrayList<>(List.of("/1.0/instances/c1"));
        pools.addUses(_ -> users);
        pools.create(pool("p1", Map.of()));

        assertThatThrownBy(() -> pools.delete("p1"))
                .hasMessageContaining("currently in use")
                .hasMessageContaining("c1");
        assertThat(pools.started("p1").mountPoint()).isDirectory();

        users.clear();
        pools.delete("p1");
        assertThat(folder.resolve("storage-pools/p1")).doesNotExist();
        assertThatThrownBy(() -> pools.started("p1")).hasMessageContaining("not found");
    }

    @Test
    void cachedVolumesGoWithTheirPool() {
        var vacated = new ArrayList<String>();
        pools.addUses(new PoolUse() {
            @Override
            public List<String> usersOf(String pool) {
                return List.of();
            }

            @Override
            public List<String> cachedIn(String pool) {
                return List.of("/1.0/images/abc");
            }

            @Override
            public void vacate(String pool) {
                vacated.add(pool);
            }
        });
        pools.create(pool("p1", Map.of()));
        assertThat(pools.usersOf("p1")).containsExactly("/1.0/images/abc");

        pools.delete("p1");

        assertThat(vacated).containsExactly("p1");
    }

    @Test
    void volumesAreListedByTypeAndName() {
        pools.addUses(new PoolUse() {
            @Override
            public List<String> usersOf(String pool) {
                return List.of();
            }

            @Override
            public List<StorageVolume> volumesIn(String pool) {
                return List.of(volume("image", "abc"), volume("container", "c2"), volume("container", "c1"));
            }
        });

        assertThat(pools.volumesIn("p1")).extracting(StorageVolume::name).containsExactly("c1", "c2", "abc");
    }

    private static StorageVolume volume(String type, String name) {
        return new StorageVolume(Map.of(), "", name, type, List.of(), "none", "filesystem", "default", Instant.EPOCH);
    }
}
