package io.gantry.daemon.migration;

import static io.gantry.daemon.lifecycle.TestInstances.instance;
import static io.gantry.daemon.lifecycle.TestInstances.requireContent;
import static io.gantry.daemon.lifecycle.TestInstances.requireInstances;
import static io.gantry.daemon.lifecycle.TestInstances.requirePool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Operation;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import io.gantry.daemon.lifecycle.TestInstances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes from one daemon to another, and what is said where something does not. */
class BetweenDaemonsTest {
    @TempDir
    Path folder;

    private TestDaemon source;
    private TestDaemon target;

    @BeforeEach
    void startBoth() throws Exception {
        source = new TestHost(folder.resolve("source")).start();
        TestInstances.prepare(source);
        Peers.listen(source);
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

    private Operation pull(Map<String, Object> from) throws IOException {
        return target.done("POST", "/1.0/instances", Map.of("name", "c2", "source", from));
    }

    private Map<String, Object> offered(String instance, Map<String, Object> more) throws IOException {
        var from = new HashMap<>(Peers.pull(source, Peers.offer(source, instance)));
        from.putAll(more);
        return from;
    }

    @Test
    void aSnapshotTravelsAsAnInstanceOfItsOwn() throws IOException {
        pull(offered("c1/snapshots/s", Map.of()));

        requireContent(target, "c2", "then", Map.of());
    }

    @Test
    void theSourceLeavesItsSnapshotsAtHomeWhereItIsAskedTo() throws IOException {
        Operation offer = source.api()
                .start("POST", "/1.0/instances/c1", Map.of("name", "c1", "migration", true, "instance_only", true));

        pull(Peers.pull(source, offer));

        requireContent(target, "c2", "now", Map.of());
    }

    @Test
    void whatTheTargetDoesNotKnowIsLeftOutAndTold() throws IOException {
        Map<String, Object> request = new HashMap<>();
        request.put("name", "c2");
        request.put("source", offered("c1", Map.of()));
        request.put("config", Map.of("user.note", "kept", "security.from_the_future", "true"));

        Operation ended = target.done("POST", "/1.0/instances", request);

        assertThat(instance(target, "c2").config())
                .containsEntry("user.note", "kept")
                .doesNotContainKey("security.from_the_future");
        assertThat(ended.metadata())
                .isNotNull()
                .extractingByKey("left_out")
                .asString()
                .contains("c2: ")
                .contains("security.from_the_future");
    }

    @Test
    void aStrictTargetTakesNothingThatItDoesNotKnow() throws IOException {
        Map<String, Object> request = new HashMap<>();
        request.put("name", "c2");
        request.put("source", offered("c1", Map.of("strict", true)));
        request.put("config", Map.of("security.from_the_future", "true"));

        assertThatThrownBy(() -> target.api().start("POST", "/1.0/instances", request))
                .hasMessageContaining("c2 has what is not known here")
                .hasMessageContaining("security.from_the_future");
        requireInstances(target, "c1");
    }

    @Test
    void aRootDiskInAPoolThatIsNotHereGoesWhereTheProfileSays() throws IOException {
        Map<String, Object> request = new HashMap<>();
        request.put("name", "c2");
        request.put("source", offered("c1", Map.of()));
        request.put("devices", Map.of("root", Map.of("type", "disk", "path", "/", "pool", "elsewhere")));

        target.done("POST", "/1.0/instances", request);

        requirePool(target, "c2", "p");
        assertThat(instance(target, "c2").devices().get("root")).containsEntry("pool", "p");
    }

    @Test
    void whatIsWrongWithTheSourceIsSaidBeforeAnythingIsWritten() throws IOException {
        Map<String, Object> right = offered("c1", Map.of());

        refused(right, Map.of("operation", ""), "names no operation");
        refused(right, Map.of("operation", "http://10.0.0.1/1.0/operations/a"), "is not the https URL of an operation");
        refused(right, Map.of("certificate", ""), "names no certificate to trust");
        refused(right, Map.of("certificate", "nonsense"), "the certificate of the migration's source");
        refused(right, Map.of("secrets", Map.of("control", "x")), "has no secret for the channel fs");
        refused(right, Map.of("mode", "relay"), "Unknown mode relay of a migration");
        refused(right, Map.of("live", true), "its processes cannot be taken over");
        refused(right, Map.of("secrets", Map.of("control", "x", "fs", "y", "criu", "z")), "processes cannot be taken");
        pull(right);
    }

    private void refused(Map<String, Object> right, Map<String, Object> wrong, String message) throws IOException {
        var from = new HashMap<>(right);
        from.putAll(wrong);
        target.effects().count();

        assertThatThrownBy(() -> target.api().start("POST", "/1.0/instances", Map.of("name", "c2", "source", from)))
                .hasMessageContaining(message);

        assertThat(target.effects().happened()).noneMatch(effect -> effect.contains("StoredIntents.begin"));
        requireInstances(target, "c1");
    }

    @Test
    void wrongSecretsGetNothing() throws IOException {
        Map<String, Object> from = offered("c1", Map.of("secrets", Map.of("control", "wrong", "fs", "wrong")));

        assertThatThrownBy(() -> pull(from)).hasMessageContaining("cannot connect to the source of the migration");
        requireInstances(target, "c1");
    }

    @Test
    void anotherCertificateIsNotTrusted() throws IOException {
        Map<String, Object> from = offered("c1", Map.of());
        var other = new HashMap<>(from);
        other.put("certificate", OtherCertificate.pem(folder));

        assertThatThrownBy(() -> pull(other)).hasMessageContaining("cannot connect to the source of the migration");
        requireInstances(target, "c1");
        pull(from);
    }

    @Test
    void anOfferIsForAStoppedInstanceUnlessOnlyFilesAreAskedFor() throws IOException {
        source.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start"));

        assertThatThrownBy(() -> source.api()
                        .start("POST", "/1.0/instances/c1", Map.of("name", "c1", "migration", true, "live", true)))
                .hasMessageContaining("Instance is running: c1 can be copied with its files only");
        pull(offered("c1", Map.of()));

        requireContent(target, "c2", "now", Map.of("s", "then"));
    }

    @Test
    void anInstanceThatIsSentCannotBeChangedMeanwhile() throws IOException {
        Operation offer = Peers.offer(source, "c1");

        assertThatThrownBy(() -> source.done("DELETE", "/1.0/instances/c1", null))
                .hasMessageContaining("Instance is busy: c1 has a \"copy\" under way");
        assertThatThrownBy(() -> source.done("PUT", "/1.0/instances/c1/state", Map.of("action", "start")))
                .hasMessageContaining("Instance is busy: c1 has a \"copy\" under way");

        pull(Peers.pull(source, offer));
        source.done("DELETE", "/1.0/instances/c1", null);
    }

    @Test
    void sendingWritesNothing() throws IOException {
        source.effects().count();

        pull(offered("c1", Map.of()));

        assertThat(source.effects().happened())
                .noneMatch(effect -> effect.contains("volume") || effect.contains("Intents"));
    }

    @Test
    void whatIsNotThereCannotBeSent() {
        assertThatThrownBy(() -> Peers.offer(source, "nobody")).hasMessageContaining("Instance not found");
        assertThatThrownBy(() -> Peers.offer(source, "c1/snapshots/none")).hasMessageContaining("Snapshot not found");
    }

    @Test
    void aTargetIsCheckedBeforeTheSourceConnects() throws IOException {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(
                        "certificate",
                        "x",
                        "operation",
                        "https://10.0.0.1/a",
                        "secrets",
                        Map.of("control", "1", "fs", "2")),
                Map.of(
                        "certificate",
                        "x",
                        "operation",
                        "ftp://10.0.0.1/a",
                        "secrets",
                        Map.of("control", "1", "fs", "2")),
                Map.of("certificate", "x", "operation", "https://10.0.0.1/a", "secrets", Map.of()))) {
            assertThatThrownBy(() -> source.api()
                            .start(
                                    "POST",
                                    "/1.0/instances/c1",
                                    Map.of("name", "c1", "migration", true, "target", wrong)))
                    .hasMessageMatching(".*(target|is not the https URL of an operation).*");
        }
        source.done("DELETE", "/1.0/instances/c1", null);
    }

    @Test
    void aRefreshTakesOverTheSnapshotsThatBothHave() throws IOException {
        pull(offered("c1", Map.of()));
        TestInstances.write(source, "c1", "newer");
        target.effects().count();

        pull(offered("c1", Map.of("refresh", true)));

        requireContent(target, "c2", "newer", Map.of("s", "then"));
        assertThat(target.effects().happened()).anyMatch(effect -> effect.contains("copy volume p/containers/c2/s"));
    }

    @Test
    void aRunningCopyIsNotRefreshed() throws IOException {
        pull(offered("c1", Map.of()));
        target.done("PUT", "/1.0/instances/c2/state", Map.of("action", "start"));
        Map<String, Object> from = offered("c1", Map.of("refresh", true));

        assertThatThrownBy(() -> pull(from)).hasMessageContaining("Cannot refresh a running instance: stop c2 first");
        target.done("PUT", "/1.0/instances/c2/state", Map.of("action", "stop", "force", true));
        pull(from);
    }

    /** What the target has not committed the source must not lose: it hears of the failure, and of no success before it. */
    @Test
    void theSourceHearsOfSuccessOnlyOnceTheTargetHasDecided() throws IOException {
        target.effects().count();
        pull(offered("c1", Map.of()));
        List<String> effects = target.effects().happened();
        int decision = effects.lastIndexOf(effects.stream()
                .filter(effect -> effect.contains("VolumeFill"))
                .reduce((_, last) -> last)
                .orElseThrow());
        target.done("DELETE", "/1.0/instances/c2", null);
        Operation offer = Peers.offer(source, "c1");
        target.effects().failAt(decision);

        assertThatThrownBy(() -> pull(Peers.pull(source, offer))).hasMessageContaining("the test lets this fail");

        assertThat(source.api()
                        .get("/1.0/operations/" + offer.id() + "/wait", Operation.class)
                        .err())
                .contains("the test lets this fail");
        requireInstances(target, "c1");
    }
}
