package io.gantry.daemon.migration;

import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Operation;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import io.gantry.daemon.migration.transfer.TransferFormat.Rsync;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.daemon.migration.wire.FsType;
import io.gantry.daemon.migration.wire.MigrationControl;
import io.gantry.daemon.migration.wire.MigrationHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons that wait both, and whoever connects to them: a client that relays, or a peer that says odd things. */
@Timeout(120)
class RelayTest {
    @TempDir
    Path folder;

    private TestDaemon source;
    private TestDaemon target;

    @BeforeEach
    void startBoth() throws Exception {
        source = new TestHost(folder.resolve("source")).start();
        TestInstances.prepare(source);
        target = new TestHost(folder.resolve("target")).start();
        TestInstances.prepare(target);
    }

    @AfterEach
    void endBoth() throws IOException {
        try {
            source.requireSettled();
            target.requireSettled();
        } finally {
            source.close();
            target.close();
        }
    }

    private Operation waiting() throws IOException {
        return target.api()
                .start(
                        "POST",
                        "/1.0/instances",
                        Map.of("name", "c2", "source", Map.of("type", "migration", "mode", "push")));
    }

    private static MessageChannel channel(TestDaemon daemon, Operation operation, String name) throws IOException {
        return daemon.api()
                .websocket("/1.0/operations/" + operation.id() + "/websocket?secret="
                        + Peers.secrets(operation).get(name));
    }

    private static String error(TestDaemon daemon, Operation operation) throws IOException {
        return daemon.api()
                .get("/1.0/operations/" + operation.id() + "/wait", Operation.class)
                .err();
    }

    private static void carry(MessageChannel from, MessageChannel to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                while (true) {
                    switch (from.receive()) {
                        case Message.Binary(ByteBuffer data) -> to.sendBinary(data);
                        case Message.Text(String text) -> to.sendText(text);
                        case Message.Closed _ -> {
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                // Both daemons notice that their channels end.
            }
        });
    }

    @Test
    void aClientRelaysBetweenDaemonsThatDoNotReachEachOther() throws IOException {
        Operation offer = Peers.offer(source, "c1");
        Operation waiting = waiting();
        for (String name : List.of("control", "fs")) {
            MessageChannel one = channel(source, offer, name);
            MessageChannel other = channel(target, waiting, name);
            carry(one, other);
            carry(other, one);
        }

        assertThat(error(source, offer)).isEmpty();
        assertThat(error(target, waiting)).isEmpty();
        requireContent(target, "c2", "now", Map.of("s", "then"));
        source.done("DELETE", "/1.0/instances/c1", null);
    }

    /** What the target says to a source that offers this, and then goes away. */
    private String answerTo(MigrationHeader.Builder offer) throws IOException {
        Operation waiting = waiting();
        try (MessageChannel control = channel(target, waiting, "control");
                MessageChannel volumes = channel(target, waiting, "fs")) {
            control.sendBinary(offer.buildPartial().toByteString().asReadOnlyByteBuffer());
            MigrationControl word = control.receive() instanceof Message.Binary(ByteBuffer data)
                    ? MigrationControl.parseFrom(data)
                    : MigrationControl.getDefaultInstance();
            assertThat(word.getSuccess()).isFalse();
            assertThat(volumes.receive()).isInstanceOf(Message.Closed.class);
            assertThat(error(target, waiting)).isEqualTo(word.getMessage());
            requireInstances(target, "c1");
            return word.getMessage();
        }
    }

    private static MigrationHeader.Builder offer() {
        return TransferNegotiation.header(List.of(new Rsync(EnumSet.allOf(RsyncOption.class))));
    }

    @Test
    void whatIsWrongWithAnOfferIsToldToItsSourceAndNothingIsLeft() throws IOException {
        assertThat(answerTo(MigrationHeader.newBuilder().setRefresh(true)))
                .isEqualTo("the other server sent a control message that cannot be read");
        assertThat(answerTo(offer().addSnapshotNames("s"))).isEqualTo("the source names 1 snapshots and describes 0");
        assertThat(answerTo(offer().addSnapshotNames("../../c1"))).contains("Invalid snapshot name \"../../c1\"");
    }

    @Test
    void aSourceThatGoesAwayInTheMiddleLeavesNothing() throws IOException {
        Operation waiting = waiting();
        try (MessageChannel control = channel(target, waiting, "control");
                MessageChannel volumes = channel(target, waiting, "fs")) {
            control.sendBinary(offer().setFs(FsType.ZFS).build().toByteString().asReadOnlyByteBuffer());
            assertThat(control.receive())
                    .isInstanceOfSatisfying(
                            Message.Binary.class,
                            answer -> assertThat(header(answer).getFs()).isEqualTo(FsType.RSYNC));
            volumes.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }

        assertThat(error(target, waiting)).isNotEmpty();
        requireInstances(target, "c1");
    }

    private static MigrationHeader header(Message.Binary answer) {
        try {
            return MigrationHeader.parseFrom(answer.data());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTargetThatGoesAwayLetsTheInstanceGo() throws IOException {
        Operation offer = Peers.offer(source, "c1");
        try (MessageChannel control = channel(source, offer, "control");
                MessageChannel _ = channel(source, offer, "fs")) {
            assertThat(control.receive())
                    .isInstanceOfSatisfying(
                            Message.Binary.class,
                            answer -> assertThat(header(answer).getSnapshotNamesList())
                                    .containsExactly("s"));
        }

        assertThat(error(source, offer)).contains("closed the control channel");
        source.done("DELETE", "/1.0/instances/c1", null);
    }

    @Test
    void aTargetThatIsNotReachedIsNamedAndTheInstanceLetGo() throws IOException {
        Peers.listen(target);
        Operation waiting = waiting();
        var connection = new HashMap<>(Peers.connection(target, waiting));
        connection.put("secrets", Map.of("control", "wrong", "fs", "wrong"));

        assertThatThrownBy(() -> source.done(
                        "POST", "/1.0/instances/c1", Map.of("name", "c1", "migration", true, "target", connection)))
                .hasMessageStartingWith("cannot connect to the target of the migration: ");

        target.api().send("DELETE", "/1.0/operations/" + waiting.id(), null);
        assertThat(error(target, waiting)).isNotEmpty();
        source.done("DELETE", "/1.0/instances/c1", null);
        requireInstances(target, "c1");
    }
}
