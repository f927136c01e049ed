package io.gantry.daemon.lifecycle.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.api.Operation;
import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.IncomingInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.instance.SourceKey;
import io.gantry.daemon.lifecycle.ActTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that are filled by another daemon, which may fail before and after the content counts. */
class VolumeFillTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final InstanceSource SOURCE = InstanceSource.push();

    @TempDir
    Path folder;

    private ActTools host;
    private VolumeFill filling;

    @BeforeEach
    void open() {
        host = new ActTools(folder);
        filling = new VolumeFill(host.tools());
    }

    @AfterEach
    void close() {
        host.close();
    }

    /** What another daemon sends. */
    @FunctionalInterface
    private interface Peer extends IncomingInstance {
        @Override
        default List<String> channels() {
            return List.of("control", "fs");
        }

        void receive(FillTarget target) throws Exception;

        @Override
        default void receive(FillTarget target, LeftOut leftOut, OperationContext context, Channels channels)
                throws Exception {
            receive(target);
        }
    }

    private record Migration(Peer peer) implements InstanceMigration {
        @Override
        public Operation offer(SourceKey source, InstancePost request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public IncomingInstance incoming(InstanceSource source) {
            return peer;
        }
    }

    private PeerContent content(Peer peer) {
        return new PeerContent(
                C1,
                InstancesPost.container("c1").source(SOURCE).build(),
                SOURCE,
                new Migration(peer),
                new ReceivedRootDisk(host.tools()));
    }

    private void fill(FillAct act, Peer peer) throws Exception {
        filling.run(act, content(peer), new Transfer(new Unheard(), (_, _) -> {
            throw new UnsupportedOperationException();
        }));
    }

    private static final class Unheard implements OperationContext {
        @Override
        public String id() {
            return "1";
        }

        @Override
        public void publish(Map<String, Object> metadata) {
            // Nobody listens.
        }
    }

    private NewVolume made(Map<String, String> root) {
        return new NewVolume(
                host.tools(),
                new InstanceRecord(
                        C1,
                        "p",
                        InstanceSettings.ofProfiles("x86_64", List.of()).withDevices(Map.of("root", root)),
                        host.clock().instant(),
                        Instant.EPOCH));
    }

    private void send(FillTarget target) {
        host.tools().volumes().driver("p").create(InstanceVolumes.of(target.instance()));
    }

    private void send(FillTarget target, String content) throws IOException {
        send(target);
        Files.writeString(
                host.tools()
                        .volumes()
                        .driver("p")
                        .path(InstanceVolumes.of(target.instance()))
                        .resolve("f"),
                content);
    }

    private void requireNothing() {
        assertThat(host.tools().isTaken(C1)).isFalse();
        assertThat(folder.resolve("storage-pools/p/containers/c1")).doesNotExist();
        assertThat(Files.isSymbolicLink(folder.resolve("containers/c1"))).isFalse();
        assertThat(host.takeTold()).isEmpty();
        host.locks().acquireRemoval(C1, "test").close();
    }

    @Test
    void aNewInstanceIsLimitedLinkedAndTold() throws Exception {
        fill(made(ActTools.root("p", "2KiB")), target -> {
            assertThat(target.instance().key()).isEqualTo(C1);
            assertThat(target.existing()).isEmpty();
            assertThat(host.tools().isTaken(C1)).isTrue();
            assertThatThrownBy(() -> host.locks().acquire(C1, "start"))
                    .hasMessageContaining("c1 has a \"create\" under way");
            send(target, "received");
        });

        assertThat(host.limits()).isEqualTo(Map.of("p/c1", "2048"));
        assertThat(folder.resolve("containers/c1/f")).hasContent("received");
        assertThat(host.takeTold()).containsExactly("instance-created /1.0/instances/c1");
        host.locks().acquireRemoval(C1, "test").close();
    }

    @Test
    void aPoolMayLimitAllNewVolumes() throws Exception {
        host.poolLimits("p", "4KiB");

        fill(made(ActTools.root("p")), this::send);

        assertThat(host.limits()).isEqualTo(Map.of("p/c1", "4096"));
    }

    @Test
    void whatIsTooLargeIsUndone() {
        assertThatThrownBy(() -> fill(made(ActTools.root("p", "10B")), this::send))
                .hasMessage("the root disk of c1 cannot have the size 10B: it holds 1000 bytes");

        requireNothing();
    }

    @Test
    void whatFailsBeforeItCountsIsUndone() {
        assertThatThrownBy(() -> fill(made(ActTools.root("p")), target -> {
                    send(target);
                    throw new IOException("the source is gone");
                }))
                .hasMessage("the source is gone");

        requireNothing();
        host.tools().intents().settle();
    }

    /** From then on its source may be deleted. */
    @Test
    void whatCountsIsNotUndoneAnyMore() throws IOException {
        assertThatThrownBy(() -> fill(made(ActTools.root("p")), target -> {
                    send(target, "received");
                    target.commit().reach();
                    target.commit().reach();
                    throw new IOException("the source is gone");
                }))
                .hasMessage("the source is gone");

        assertThat(host.tools().isTaken(C1)).isTrue();
        assertThat(host.takeTold()).containsExactly("instance-created /1.0/instances/c1");
        assertThat(folder.resolve("containers/c1/f")).hasContent("received");
        host.tools().intents().settle();
        assertThat(folder.resolve("containers/c1/f")).hasContent("received");
    }

    @Test
    void aNameThatWasTakenMeanwhileIsFoundOut() throws IOException {
        NewVolume act = made(ActTools.root("p"));
        host.add("c1", Map.of());

        assertThatThrownBy(() -> fill(act, this::send)).hasMessage("Instance \"c1\" already exists");

        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
    }

    @Test
    void aRefreshExchangesTheContentAndNothingElse() throws Exception {
        host.add(
                "c1",
                InstanceSettings.ofProfiles("x86_64", List.of())
                        .withDevices(Map.of("root", ActTools.root("p", "2KiB")))
                        .withConfig(Map.of("user.a", "own", "volatile.last_state.idmap", "old"))
                        .withDescription("own"));
        InstanceSettings before = host.find("c1").record().settings();

        fill(new RefreshedVolume(host.tools(), C1, SOURCE), target -> {
            assertThat(target.existing()).contains(host.find("c1").record());
            assertThatThrownBy(() -> host.locks().keep(C1, "copy"))
                    .hasMessageContaining("c1 has a \"refresh\" under way");
            send(target, "received");
            assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        });

        assertThat(folder.resolve("containers/c1/f")).hasContent("received");
        InstanceSettings after = host.find("c1").record().settings();
        assertThat(after.withConfig(Map.of())).isEqualTo(before.withConfig(Map.of()));
        // How the files are shifted came with them.
        assertThat(after.config()).isEqualTo(Map.of("user.a", "own", "volatile.last_state.idmap", "[]"));
        assertThat(host.limits()).containsValue("2048");
        assertThat(host.takeTold()).containsExactly("instance-updated /1.0/instances/c1");
        try (var left = Files.list(folder.resolve("storage-pools/p/containers"))) {
            assertThat(left).containsExactly(folder.resolve("storage-pools/p/containers/c1"));
        }
    }

    /** The intent of an act that could neither be undone nor ended, such as on a full disk, is found by the next start. */
    @Test
    void anOldIntentTouchesNoInstanceThatHasTheNameSince() throws IOException {
        host.tools()
                .intents()
                .begin(
                        NewVolume.INTENT,
                        Map.of(
                                "pool", "p",
                                "project", "default",
                                "name", "c1",
                                "created", host.clock().instant().toString()));
        host.clock().advance(Duration.ofSeconds(1));
        host.add("c1", Map.of());

        host.tools().intents().settle();

        assertThat(host.tools().isTaken(C1)).isTrue();
        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
    }

    @Test
    void anOldIntentOfARefreshMakesNoLinkToNothing() {
        host.tools().intents().begin(RefreshedVolume.INTENT, Map.of("pool", "p", "project", "default", "name", "gone"));

        host.tools().intents().settle();

        assertThat(Files.isSymbolicLink(folder.resolve("containers/gone"))).isFalse();
    }

    @Test
    void aRefreshThatFailsLeavesTheOldContent() throws IOException {
        host.add("c1", Map.of());

        assertThatThrownBy(() -> fill(new RefreshedVolume(host.tools(), C1, SOURCE), target -> {
                    send(target, "received");
                    throw new IOException("the source is gone");
                }))
                .hasMessage("the source is gone");

        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        assertThat(host.takeTold()).isEmpty();
        try (var left = Files.list(folder.resolve("storage-pools/p/containers"))) {
            assertThat(left).containsExactly(folder.resolve("storage-pools/p/containers/c1"));
        }
    }

    @Test
    void whatHasChangedSinceTheRequestIsNotRefreshed() throws IOException {
        host.add("c1", Map.of());
        var act = new RefreshedVolume(host.tools(), C1, SOURCE);
        host.tools().instances().change(C1, record -> record.inPool("q"));
        assertThatThrownBy(() -> fill(act, this::send))
                .hasMessage("Instance is busy: c1 has just been moved to storage pool q; refresh it again");
        host.tools().instances().change(C1, record -> record.inPool("p"));
        host.tools().runtime().start(C1);

        assertThatThrownBy(() -> fill(act, this::send)).hasMessage("Cannot refresh a running instance: stop c1 first");
    }

    @Test
    void whatThisServerDoesNotKnowIsLeftOutOrRefused() {
        host.profile("default", Map.of(), Map.of("root", ActTools.root("p")));
        InstancesPost request = InstancesPost.container("c1")
                .source(SOURCE)
                .config(Map.of("security.from_the_future", "1", "user.a", "1"))
                .devices(Map.of("tpm", Map.of("type", "from_the_future")))
                .build();
        var disk = new ReceivedRootDisk(host.tools());
        var content = new PeerContent(C1, request, SOURCE, new Migration(this::send), disk);
        var strict = new PeerContent(
                C1, request, InstanceSource.push().toBuilder().strict(true).build(), new Migration(this::send), disk);

        content.check();
        InstancesPost understood = content.draft(request).request();
        assertThat(understood.config()).isEqualTo(Map.of("user.a", "1", "volatile.apply_template", "copy"));
        assertThat(understood.devices()).isEmpty();
        assertThat(content.channels()).containsExactly("control", "fs");
        assertThat(content.canRefresh()).isTrue();
        assertThatThrownBy(strict::check).hasMessageContaining("security.from_the_future");
    }
}
