package io.gantry.daemon.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.HeldLocks;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.store.SqlInstanceStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles of a database, with instances that only note what they were to become. */
class ProfilesTest {
    @TempDir
    Path folder;

    private final HeldLocks locks = new HeldLocks();
    private final SqlInstanceStore instances = new SqlInstanceStore();
    private final List<String> followed = new ArrayList<>();
    private SqliteDatabase database;
    private Profiles profiles;
    private String stubborn = "";

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("test.db"));
        profiles = new Profiles(
                database,
                new ProfileStore(),
                instances,
                locks,
                this::follow,
                _ -> {},
                new EventBroadcast(InstantSource.system()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ExpandedInstance follow(ExpandedInstance before, ExpandedInstance after) {
        if (before.key().name().equals(stubborn)) {
            throw DaemonException.conflict("limits.memory of " + stubborn + " cannot change");
        }
        followed.add(after.key() + " " + after.config().getOrDefault("limits.memory", "none"));
        var config = new HashMap<>(after.record().config());
        config.put("volatile.eth0.hwaddr", "00:16:3e:00:00:01");
        return after.with(after.record().withConfig(config));
    }

    private void instance(String name, String... itsProfiles) {
        database.change(connection -> instances.insert(
                connection,
                new InstanceRecord(
                        new InstanceKey("default", name),
                        "p1",
                        InstanceSettings.ofProfiles("x86_64", List.of(itsProfiles)),
                        Instant.EPOCH,
                        Instant.EPOCH)));
    }

    private InstanceRecord stored(String name) {
        return database.inTransaction(connection ->
                instances.find(connection, new InstanceKey("default", name)).orElseThrow());
    }

    private static ProfileRecord profile(String name, Map<String, String> config) {
        return new ProfileRecord("default", name, "", config, Map.of());
    }

    @Test
    void theDefaultProfileIsThereAndStays() {
        assertThat(profiles.list("default")).extracting(ProfileRecord::name).containsExactly("default");
        assertThatThrownBy(() -> profiles.delete("default", "default")).hasMessageContaining("cannot be deleted");
        assertThatThrownBy(() -> profiles.rename("default", "default", "x")).hasMessageContaining("cannot be renamed");
    }

    @Test
    void namesKeysAndDevicesAreChecked() {
        assertThatThrownBy(() -> profiles.create(profile("", Map.of()))).hasMessageContaining("No name");
        assertThatThrownBy(() -> profiles.create(profile("a/b", Map.of()))).hasMessageContaining("slashes");
        assertThatThrownBy(() -> profiles.create(profile("..", Map.of()))).hasMessageContaining("..");
        assertThatThrownBy(() -> profiles.create(profile("a", Map.of("limits.colour", "red"))))
                .hasMessageContaining("limits.colour");
        assertThatThrownBy(() -> profiles.create(profile("a", Map.of("volatile.x", "1"))))
                .hasMessageContaining("volatile.x");
        assertThatThrownBy(() -> profiles.create(
                        new ProfileRecord("default", "a", "", Map.of(), Map.of("d", Map.of("type", "teapot")))))
                .hasMessageContaining("teapot");
    }

    @Test
    void aNameIsTakenOnce() {
        profiles.create(profile("web", Map.of()));

        assertThatThrownBy(() -> profiles.create(profile("web", Map.of()))).hasMessageContaining("already exists");
        assertThatThrownBy(() -> profiles.rename("default", "web", "default")).hasMessageContaining("already in use");
    }

    @Test
    void aChangeReachesTheInstancesThatHaveTheProfile() {
        profiles.create(profile("web", Map.of("limits.memory", "1GiB")));
        instance("c1", "default", "web");
        instance("c2", "default");

        profiles.update(profile("web", Map.of("limits.memory", "2GiB")));

        assertThat(followed).containsExactly("c1 2GiB");
        assertThat(profiles.find("default", "web").config()).containsEntry("limits.memory", "2GiB");
        assertThat(stored("c1").config()).containsKey("volatile.eth0.hwaddr").doesNotContainKey("limits.memory");
        assertThat(profiles.usersOf("default", "web")).containsExactly("/1.0/instances/c1");
    }

    @Test
    void aLaterProfileLiesOverTheChangedOne() {
        profiles.create(profile("web", Map.of("limits.memory", "1GiB")));
        profiles.create(profile("big", Map.of("limits.memory", "8GiB")));
        instance("c1", "web", "big");

        profiles.update(profile("web", Map.of("limits.memory", "2GiB")));

        assertThat(followed).containsExactly("c1 8GiB");
    }

    @Test
    void whenOneInstanceCannotFollowNothingChanges() {
        profiles.create(profile("web", Map.of("limits.memory", "1GiB")));
        instance("c1", "web");
        instance("c2", "web");
        stubborn = "c2";

        assertThatThrownBy(() -> profiles.update(profile("web", Map.of("limits.memory", "2GiB"))))
                .hasMessageContaining("c2");

        assertThat(followed).containsExactly("c1 2GiB", "c1 1GiB");
        assertThat(profiles.find("default", "web").config()).containsEntry("limits.memory", "1GiB");
    }

    @Test
    void aBusyInstanceHoldsTheChangeOffAndIsNamed() {
        profiles.create(profile("web", Map.of()));
        instance("c1", "web");
        try (var _ = locks.acquire(new InstanceKey("default", "c1"), "start")) {
            assertThatThrownBy(() -> profiles.update(profile("web", Map.of("limits.memory", "2GiB"))))
                    .hasMessageContaining("c1")
                    .hasMessageContaining("start");
        }
        profiles.update(profile("web", Map.of("limits.memory", "2GiB")));
    }

    @Test
    void aRenamedProfileKeepsItsInstances() {
        profiles.create(profile("web", Map.of()));
        instance("c1", "default", "web");

        profiles.rename("default", "web", "shop");

        assertThat(stored("c1").profiles()).containsExactly("default", "shop");
        assertThatThrownBy(() -> profiles.find("default", "web")).hasMessageContaining("not found");
    }

    @Test
    void aUsedProfileIsNotDeleted() {
        profiles.create(profile("web", Map.of()));
        instance("c1", "web");

        assertThatThrownBy(() -> profiles.delete("default", "web"))
                .hasMessageContaining("currently in use")
                .hasMessageContaining("c1");

        database.change(connection -> instances.delete(connection, new InstanceKey("default", "c1")));
        profiles.delete("default", "web");
        assertThat(profiles.list("default")).extracting(ProfileRecord::name).containsExactly("default");
    }

    @Test
    void profilesOfAPoolAndOfANetworkAreFound() {
        profiles.update(new ProfileRecord(
                "default",
                "default",
                "",
                Map.of(),
                Map.of(
                        "root", Map.of("type", "disk", "path", "/", "pool", "p1"),
                        "eth0", Map.of("type", "nic", "nictype", "bridged", "parent", "br0"))));

        assertThat(profiles.inPool("p1")).containsExactly("/1.0/profiles/default");
        assertThat(profiles.inPool("p2")).isEmpty();
        assertThat(profiles.inNetwork("br0")).containsExactly("/1.0/profiles/default");
    }
}
