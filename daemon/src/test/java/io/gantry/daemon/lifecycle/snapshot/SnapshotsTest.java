package io.gantry.daemon.lifecycle.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.InstanceSnapshotsPost;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.SnapshotName;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.lifecycle.ActTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of an instance c1: what they keep, when they go, and how an instance is brought back to one. */
class SnapshotsTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final InstanceSettings SETTINGS = InstanceSettings.ofProfiles("x86_64", List.of())
            .withDevices(Map.of("root", ActTools.root("p")))
            .withConfig(Map.of("user.a", "then", "volatile.last_state.idmap", "[]"))
            .withDescription("the first");

    @TempDir
    Path folder;

    private ActTools host;
    private Snapshots snapshots;
    private SnapshotRestorer restorer;

    @BeforeEach
    void open() throws IOException {
        host = new ActTools(folder);
        snapshots = new Snapshots(host.tools());
        restorer = new SnapshotRestorer(host.tools(), host.tools().runtime());
        host.add("c1", SETTINGS);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void take(String name, @Nullable Instant expiresAt) {
        snapshots.create(C1, new InstanceSnapshotsPost(name, false, expiresAt));
        host.clock().advance(Duration.ofSeconds(1));
    }

    private void configure(Map<String, String> config) {
        host.tools().instances().change(C1, record -> record.withConfig(config));
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("containers/c1/f"), content);
    }

    private List<String> names() {
        return snapshots.list(C1).stream().map(SnapshotRecord::name).toList();
    }

    private SnapshotRecord snapshot(String name) {
        return host.tools().instances().snapshot(C1.snapshot(name));
    }

    private Instant in(Duration time) {
        return host.clock().instant().plus(time);
    }

    @Test
    void aSnapshotKeepsFilesAndSettings() throws IOException {
        Instant now = host.clock().instant();

        take("s", null);
        write("later");
        configure(Map.of("user.a", "later"));

        assertThat(snapshot("s"))
                .isEqualTo(new SnapshotRecord(C1.snapshot("s"), SETTINGS.withDescription(""), now, Instant.EPOCH));
        assertThat(folder.resolve("snapshots/c1/s/f")).hasContent("c1");
        assertThat(host.takeTold()).containsExactly("instance-snapshot-created /1.0/instances/c1/snapshots/s");
        assertThat(host.operations()).containsExactly("Snapshotting instance");
        host.locks().acquireRemoval(C1, "test").close();
    }

    /** The intent of a snapshot that could neither be undone nor ended, such as on a full disk, is found by the next start. */
    @Test
    void anOldIntentTouchesNoSnapshotThatHasTheNameSince() throws IOException {
        host.tools()
                .intents()
                .begin("create-snapshot", Map.of("pool", "p", "project", "default", "instance", "c1", "snapshot", "s"));
        take("s", null);

        host.tools().intents().settle();

        assertThat(names()).containsExactly("s");
        assertThat(folder.resolve("snapshots/c1/s/f")).hasContent("c1");
    }

    @Test
    void whatGoesSaysSo() {
        take("s", null);
        host.takeTold();

        snapshots.rename(C1.snapshot("s"), new SnapshotName("t"));
        snapshots.expire(C1.snapshot("t"), in(Duration.ofDays(1)));
        snapshots.delete(C1.snapshot("t"));

        assertThat(host.takeTold())
                .containsExactly(
                        "instance-snapshot-renamed /1.0/instances/c1/snapshots/t {old_name=s}",
                        "instance-snapshot-updated /1.0/instances/c1/snapshots/t",
                        "instance-snapshot-deleted /1.0/instances/c1/snapshots/t");
        assertThat(host.operations())
                .containsExactly(
                        "Snapshotting instance", "Renaming snapshot", "Updating snapshot", "Deleting snapshot");
        assertThat(names()).isEmpty();
        assertThat(folder.resolve("snapshots/c1/t")).doesNotExist();
    }

    @Test
    void theInstanceSaysHowLongItsSnapshotsStay() {
        configure(Map.of("snapshots.expiry", "1H 2d"));

        take("s", null);
        take("t", Instant.parse("0001-01-01T00:00:00Z"));
        take("u", in(Duration.ofHours(1)));

        assertThat(snapshot("s").expiresAt())
                .isEqualTo(snapshot("s").createdAt().plus(Duration.ofDays(2)).plus(Duration.ofHours(1)));
        assertThat(snapshot("t").expiresAt()).isEqualTo(Instant.EPOCH);
        assertThat(snapshot("u").expiresAt())
                .isEqualTo(snapshot("u").createdAt().plus(Duration.ofHours(1)));
    }

    @Test
    void onlyThoseGoWhoseTimeIsOver() throws IOException {
        host.add("c2", SETTINGS);
        snapshots.create(ActTools.key("c2"), new InstanceSnapshotsPost("other", false, in(Duration.ofMinutes(1))));
        take("kept", null);
        take("short", in(Duration.ofMinutes(1)));
        take("long", in(Duration.ofHours(1)));
        host.takeTold();

        snapshots.removeExpired();
        assertThat(names()).containsExactly("kept", "short", "long");
        host.clock().advance(Duration.ofMinutes(2));
        snapshots.removeExpired();

        assertThat(names()).containsExactly("kept", "long");
        assertThat(folder.resolve("snapshots/c1/short")).doesNotExist();
        assertThat(snapshots.list(ActTools.key("c2"))).isEmpty();
        assertThat(host.takeTold())
                .containsExactlyInAnyOrder(
                        "instance-snapshot-deleted /1.0/instances/c1/snapshots/short",
                        "instance-snapshot-deleted /1.0/instances/c2/snapshots/other");
    }

    @Test
    void expiredSnapshotsOfABusyInstanceWaitAndHoldNobodyUp() throws IOException {
        host.add("c2", SETTINGS);
        take("s", in(Duration.ofMinutes(1)));
        snapshots.create(ActTools.key("c2"), new InstanceSnapshotsPost("s", false, in(Duration.ofMinutes(1))));
        host.clock().advance(Duration.ofHours(1));

        try (var _ = host.locks().keep(C1, "copy")) {
            snapshots.removeExpired();
        }
        assertThat(names()).containsExactly("s");
        assertThat(snapshots.list(ActTools.key("c2"))).isEmpty();
        snapshots.removeExpired();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatFailsLeavesNothing() {
        host.effects().failAt(0);
        assertThatThrownBy(() -> take("s", null)).hasMessageContaining("the test lets this fail");

        assertThat(names()).isEmpty();
        assertThat(folder.resolve("snapshots/c1/s")).doesNotExist();
        assertThat(host.takeTold()).isEmpty();
        host.effects().failAt(Integer.MAX_VALUE);
        take("s", null);
        assertThat(names()).containsExactly("s");
    }

    @Test
    void anInstanceThatIsCopiedMayBeSnapshottedButItsSnapshotsStay() {
        take("s", null);

        try (var _ = host.locks().keep(C1, "copy")) {
            take("t", null);
            assertThatThrownBy(() -> snapshots.delete(C1.snapshot("s"))).hasMessageContaining("busy");
            assertThatThrownBy(() -> snapshots.rename(C1.snapshot("s"), new SnapshotName("u")))
                    .hasMessageContaining("busy");
            assertThatThrownBy(() -> restorer.restore(C1.snapshot("s"))).hasMessageContaining("busy");
        }
        assertThat(names()).containsExactly("s", "t");
    }

    @Test
    void restoringBringsBackAllButTheDescriptionAndTheFacts() throws IOException {
        take("s", null);
        write("later");
        host.tools()
                .instances()
                .change(
                        C1,
                        record -> record.withSettings(record.settings()
                                .withConfig(Map.of("user.b", "later", "volatile.last_state.power", "STOPPED"))
                                .withDescription("changed")
                                .withEphemeral(true)
                                .withDevices(Map.of("root", ActTools.root("p"), "x", Map.of("type", "none")))));
        host.takeTold();

        restorer.restore(C1.snapshot("s"));

        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        InstanceSettings restored = host.find("c1").record().settings();
        assertThat(restored.config())
                .containsEntry("user.a", "then")
                .containsEntry("volatile.last_state.power", "STOPPED")
                .containsEntry("volatile.last_state.idmap", "[]")
                .doesNotContainKey("user.b");
        assertThat(restored.description()).isEqualTo("changed");
        assertThat(restored.ephemeral()).isFalse();
        assertThat(restored.devices()).containsOnlyKeys("root");
        assertThat(host.takeTold()).containsExactly("instance-restored /1.0/instances/c1 {snapshot=s}");
        assertThat(names()).containsExactly("s");
    }

    /** With the files comes how their owners are shifted, whatever it is that the instance has now. */
    @Test
    void restoringBringsBackHowTheFilesAreShifted() {
        String shifted = "[{\"Isuid\":true,\"Isgid\":true,\"Hostid\":100000,\"Nsid\":0,\"Maprange\":65536}]";
        configure(Map.of("volatile.last_state.idmap", shifted));
        take("s", null);
        configure(Map.of("volatile.last_state.idmap", "[]"));

        restorer.restore(C1.snapshot("s"));

        assertThat(host.find("c1").config()).containsEntry("volatile.last_state.idmap", shifted);
    }

    @Test
    void cloudInitWorksAgainWhereItsSeedsAreOthers() {
        String key = "volatile.cloud-init.instance-id";
        configure(Map.of("cloud-init.user-data", "x", key, "old"));
        take("s", null);

        restorer.restore(C1.snapshot("s"));
        assertThat(host.find("c1").config()).containsEntry(key, "old");
        configure(Map.of("cloud-init.user-data", "y", key, "old"));
        restorer.restore(C1.snapshot("s"));

        assertThat(host.find("c1").config())
                .containsEntry("cloud-init.user-data", "x")
                .doesNotContainEntry(key, "old");
    }

    @Test
    void aRunningInstanceIsKilledRestoredAndStarted() {
        take("s", null);
        host.tools().runtime().start(C1);
        host.effects().count();

        restorer.restore(C1.snapshot("s"));

        assertThat(host.effects().happened())
                .containsExactly("kill container c1", "restore snapshot p/containers/c1/s", "start container c1");
        assertThat(host.tools().runtime().state(C1).isActive()).isTrue();
        assertThat(host.operations()).last().isEqualTo("Restoring snapshot");
    }

    @Test
    void whatCannotBeRestoredKeepsItsConfiguration() throws IOException {
        take("s", null);
        configure(Map.of("user.a", "later"));
        write("later");
        host.takeTold();
        host.effects().failAt(0);

        assertThatThrownBy(() -> restorer.restore(C1.snapshot("s"))).hasMessageContaining("the test lets this fail");

        assertThat(host.find("c1").config()).containsEntry("user.a", "later");
        assertThat(folder.resolve("containers/c1/f")).hasContent("later");
        assertThat(host.takeTold()).isEmpty();
    }
}
