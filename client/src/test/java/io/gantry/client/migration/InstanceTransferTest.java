package io.gantry.client.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.fixture.FakeChannel;
import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.operation.OperationAwaiter;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.LacksExtensionException;
import io.gantry.client.server.NotReachableException;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceTransferTest {
    private static final String OFFER =
            "{\"id\": \"offer\", \"status_code\": 103, \"metadata\": {\"control\": \"s1\", \"fs\": \"s2\"}}";
    private static final String SINK =
            "{\"id\": \"sink\", \"status_code\": 103, \"metadata\": {\"control\": \"s3\", \"fs\": \"s4\"}}";
    private static final String OFFERING = "POST /1.0/instances/c1";
    private static final String CREATION = "POST /1.0/instances";

    private final FakeConnection from = new FakeConnection("https://a:8443", "10.0.0.1:8443");
    private final FakeConnection to = new FakeConnection("https://b:8443", "10.0.0.2:8443");
    private final List<String> leftOut = new ArrayList<>();

    @BeforeEach
    void thereIsAnInstance() {
        from.sync("GET /1.0/instances/c1", """
                {"name": "c1", "type": "container", "architecture": "x86_64", "status_code": 103, "ephemeral": true,
                 "profiles": ["default", "web"], "description": "mine",
                 "config": {"user.a": "1", "volatile.eth0.hwaddr": "00:16:3e:00:00:01", "volatile.base_image": "f",
                            "volatile.last_state.power": "RUNNING"},
                 "devices": {"disk0": {"type": "disk", "path": "/", "pool": "p"}}}""");
        ended(from, "offer", 200, "");
        ended(to, "sink", 200, "");
    }

    private static void ended(FakeConnection server, String id, int status, String reason) {
        String operation = "{\"id\": \"" + id + "\", \"status_code\": " + status + ", \"err\": \"" + reason + "\"}";
        server.sync("GET /1.0/operations/" + id, operation);
        server.sync("GET /1.0/operations/" + id + "/wait?timeout=1", operation);
        server.sync("GET /1.0/operations/" + id + "/wait?timeout=-1", operation);
    }

    private void run(TransferRequest request) throws IOException {
        run(from, to, request);
    }

    private void run(FakeConnection source, FakeConnection target, TransferRequest request) throws IOException {
        var server = source.server("from");
        new InstanceTransfer(
                        server,
                        target.server(source == target ? "from" : "to"),
                        OperationAwaiter.SILENT,
                        leftOut::addAll)
                .run(request, SourceInstance.read(server, request.source()));
    }

    private static Map<?, ?> sourceOf(Map<?, ?> creation) {
        return creation.get("source") instanceof Map<?, ?> source ? source : Map.of();
    }

    @Test
    void aPullGivesTheOfferToTheTarget() throws IOException {
        from.starts(OFFERING, OFFER);
        to.succeeds(CREATION, "made");
        run(TransferRequest.copy("c1", "c2").build());
        assertThat(from.sent(OFFERING).getFirst().toString())
                .contains("migration=true", "live=true", "instance_only=false");
        Map<?, ?> creation = to.sent(CREATION).getFirst();
        assertThat(creation.toString())
                .contains(
                        "name=c2",
                        "architecture=x86_64",
                        "ephemeral=true",
                        "profiles=[default, web]",
                        "description=mine",
                        "config={user.a=1, volatile.base_image=f}");
        assertThat(sourceOf(creation).toString())
                .contains(
                        "type=migration",
                        "mode=pull",
                        "operation=https://a:8443/1.0/operations/offer",
                        "certificate=PEM of https://a:8443",
                        "secrets={control=s1, fs=s2}",
                        "base-image=f",
                        "live=true");
    }

    @Test
    void whatTheRequestChangesIsChangedInTheCopy() throws IOException {
        from.starts(OFFERING, OFFER);
        to.succeeds(CREATION, "made");
        run(TransferRequest.copy("c1", "c2")
                .config(Map.of("user.a", "2"))
                .devices(Map.of("eth0", Map.of("type", "none")))
                .profiles(List.of())
                .pool("fast")
                .instanceOnly(true)
                .stateless(true)
                .allowInconsistent(true)
                .strict(true)
                .build());
        Map<?, ?> creation = to.sent(CREATION).getFirst();
        assertThat(creation.toString())
                .contains("user.a=2", "eth0={type=none}", "disk0={path=/, pool=fast, type=disk}", "profiles=[]");
        assertThat(sourceOf(creation).toString())
                .contains("instance_only=true", "live=false", "allow_inconsistent=true", "strict=true");
        assertThat(from.sent(OFFERING).getFirst().toString()).contains("live=false", "allow_inconsistent=true");
    }

    @Test
    void aMovedOneKeepsItsAddresses() throws IOException {
        from.starts(OFFERING, OFFER);
        to.succeeds(CREATION, "made");
        run(TransferRequest.move("c1", "c1").stateless(true).build());
        assertThat(to.sent(CREATION).getFirst().get("config"))
                .asString()
                .contains("volatile.eth0.hwaddr")
                .doesNotContain("last_state.power");
    }

    @Test
    void theTargetFindsTheSourceAtItsSecondAddress() throws IOException {
        FakeConnection waiting = new FakeConnection("https://a:8443", "10.0.0.1:8443")
                .sync("GET /1.0/instances/c1", "{\"name\": \"c1\"}")
                .starts(OFFERING, OFFER)
                .sync("GET /1.0/operations/offer/wait?timeout=1", "{\"id\": \"offer\", \"status_code\": 103}")
                .sync("GET /1.0/operations/offer/wait?timeout=-1", "{\"id\": \"offer\", \"status_code\": 200}")
                .sync("GET /1.0/operations/offer", "{\"id\": \"offer\", \"status_code\": 200}");
        to.starts(CREATION, "{\"id\": \"x\", \"status_code\": 400, \"err\": \"whatever it says\"}");
        to.starts(CREATION, "{\"id\": \"y\", \"status_code\": 200}");
        run(waiting, to, TransferRequest.copy("c1", "c2").build());
        assertThat(to.sent(CREATION))
                .extracting(creation -> sourceOf(creation).get("operation"))
                .isEqualTo(
                        List.of("https://a:8443/1.0/operations/offer", "https://10.0.0.1:8443/1.0/operations/offer"));
    }

    @Test
    void noSecondAddressIsTriedWhereTheTargetHadComeAndBothReasonsAreSaid() {
        FakeConnection gone = new FakeConnection("https://a:8443", "10.0.0.1:8443")
                .sync("GET /1.0/instances/c1", "{\"name\": \"c1\"}")
                .starts(OFFERING, OFFER);
        ended(gone, "offer", 400, "the disk broke");
        to.fails(CREATION, "made", "connection reset, dial timeout");
        assertThatThrownBy(() -> run(gone, to, TransferRequest.copy("c1", "c2").build()))
                .isInstanceOf(TransferFailedException.class)
                .hasMessage("to: connection reset, dial timeout (from: the disk broke)");
        assertThat(to.changes()).containsExactly(CREATION);
    }

    @Test
    void anOfferThatNobodyTookIsTakenBack() {
        FakeConnection waiting = new FakeConnection("https://a:8443", "a:8443")
                .sync("GET /1.0/instances/c1", "{\"name\": \"c1\"}")
                .starts(OFFERING, OFFER)
                .sync("GET /1.0/operations/offer", "{\"id\": \"offer\", \"status_code\": 103}")
                .sync("DELETE /1.0/operations/offer", "{}");
        to.refuse(CREATION, 409, "c2 exists");
        assertThatThrownBy(
                        () -> run(waiting, to, TransferRequest.copy("c1", "c2").build()))
                .isInstanceOf(ApiException.class)
                .hasMessage("c2 exists");
        assertThat(waiting.changes()).containsExactly(OFFERING, "DELETE /1.0/operations/offer");
    }

    @Test
    void aPushTellsTheSourceWhereTheTargetWaits() throws IOException {
        to.starts(CREATION, SINK);
        from.succeeds(OFFERING, "sent");
        run(TransferRequest.copy("c1", "c2").mode(TransferMode.PUSH).build());
        assertThat(sourceOf(to.sent(CREATION).getFirst()).toString()).contains("mode=push", "operation=null");
        assertThat(from.sent(OFFERING).getFirst().get("target"))
                .asString()
                .contains(
                        "operation=https://b:8443/1.0/operations/sink",
                        "certificate=PEM of https://b:8443",
                        "secrets={control=s3, fs=s4}");
    }

    @Test
    void aRelayCarriesAllChannelsAndReturnsWhenBothHaveEnded() throws IOException {
        from.starts(OFFERING, OFFER)
                .websocketAt("/1.0/operations/offer/websocket?secret=s1", new FakeChannel())
                .websocketAt("/1.0/operations/offer/websocket?secret=s2", new FakeChannel());
        to.starts(CREATION, SINK)
                .websocketAt("/1.0/operations/sink/websocket?secret=s3", new FakeChannel())
                .websocketAt("/1.0/operations/sink/websocket?secret=s4", new FakeChannel());
        run(TransferRequest.copy("c1", "c2").mode(TransferMode.RELAY).build());
        assertThat(from.requests())
                .extracting(FakeConnection.Request::line)
                .contains("GET /1.0/operations/offer/wait?timeout=-1");
    }

    @Test
    void aRelayWhoseConnectionIsLostEndsWithTheReasonsOfBothAndLeavesNoOffer() throws Exception {
        var files = new FakeChannel();
        FakeConnection source = new FakeConnection("unix:///a", "a:8443")
                .sync("GET /1.0/instances/c1", "{\"name\": \"c1\"}")
                .starts(OFFERING, OFFER)
                .websocketAt("/1.0/operations/offer/websocket?secret=s1", new FakeChannel().breakOff())
                .websocketAt("/1.0/operations/offer/websocket?secret=s2", files.breakOff());
        ended(source, "offer", 400, "the peer is gone");
        FakeConnection target = new FakeConnection("unix:///b", "b:8443")
                .starts(CREATION, SINK)
                .websocketAt("/1.0/operations/sink/websocket?secret=s3", new FakeChannel())
                .websocketAt("/1.0/operations/sink/websocket?secret=s4", new FakeChannel());
        ended(target, "sink", 400, "the stream ended early");
        assertThatThrownBy(() -> run(
                        source,
                        target,
                        TransferRequest.copy("c1", "c2")
                                .mode(TransferMode.RELAY)
                                .build()))
                .isInstanceOf(TransferFailedException.class)
                .hasMessage("to: the stream ended early (from: the peer is gone)");
        files.awaitClosed();
        assertThat(source.changes()).containsExactly(OFFERING);
        assertThat(target.changes()).containsExactly(CREATION);
    }

    @Test
    void aCopyOnOneServerNeedsNoOffer() throws IOException {
        from.succeeds(CREATION, "made");
        run(from, from, TransferRequest.copy("c1", "c2").build());
        assertThat(from.changes()).containsExactly(CREATION);
        assertThat(sourceOf(from.sent(CREATION).getFirst()).toString())
                .contains("type=copy", "source=c1", "base-image=f");
    }

    @Test
    void aSnapshotIsOfferedAsOne() throws IOException {
        from.sync("GET /1.0/instances/c1/snapshots/s1", "{\"name\": \"s1\", \"config\": {\"user.a\": \"0\"}}");
        from.starts("POST /1.0/instances/c1/snapshots/s1", OFFER);
        to.succeeds(CREATION, "made");
        run(TransferRequest.copy("c1/s1", "c2").build());
        assertThat(from.sent("POST /1.0/instances/c1/snapshots/s1").getFirst().toString())
                .contains("migration=true", "name=c2");
        assertThat(to.sent(CREATION).getFirst().toString()).contains("user.a=0", "type=container");
    }

    @Test
    void aRefreshedCopyGetsTheConfigurationAndKeepsWhatIsItsOwn() throws IOException {
        from.starts(OFFERING, OFFER);
        to.succeeds(CREATION, "made").succeeds("PUT /1.0/instances/c2", "changed");
        to.sync("GET /1.0/instances/c2", """
                {"name": "c2", "architecture": "x86_64",
                 "config": {"user.old": "1", "volatile.eth0.hwaddr": "00:16:3e:00:00:02"},
                 "expanded_devices": {"root": {"type": "disk", "path": "/", "pool": "its"}}}""");
        run(TransferRequest.copy("c1", "c2").refresh(true).build());
        Map<?, ?> change = to.sent("PUT /1.0/instances/c2").getFirst();
        assertThat(change.get("config")).asString().isEqualTo("{user.a=1, volatile.eth0.hwaddr=00:16:3e:00:00:02}");
        assertThat(change.get("devices")).asString().isEqualTo("{disk0={path=/, pool=its, type=disk}}");
        assertThat(sourceOf(to.sent(CREATION).getFirst()).toString()).contains("refresh=true", "live=false");
    }

    @Test
    void whatTheTargetLeavesOutIsTold() throws IOException {
        from.starts(OFFERING, OFFER);
        to.starts(CREATION, "{\"id\": \"y\", \"status_code\": 200, \"metadata\": {\"left_out\": [\"device gpu0\"]}}");
        run(TransferRequest.copy("c1", "c2").build());
        assertThat(leftOut).containsExactly("device gpu0");
    }

    @Test
    void aServerThatDoesNotListenCannotBePulledFrom() {
        FakeConnection hidden = new FakeConnection("unix:///a").sync("GET /1.0/instances/c1", "{\"name\": \"c1\"}");
        assertThatThrownBy(
                        () -> run(hidden, to, TransferRequest.copy("c1", "c2").build()))
                .isInstanceOf(NotReachableException.class);
        assertThat(hidden.changes()).isEmpty();
    }

    @Test
    void aFailureOfTheTargetAloneIsItsOwn() {
        from.starts(OFFERING, OFFER);
        to.fails(CREATION, "made", "no room");
        assertThatThrownBy(() -> run(TransferRequest.copy("c1", "c2").build()))
                .isInstanceOf(OperationFailedException.class)
                .hasMessage("no room");
    }

    @Test
    void aServerThatLacksAnExtensionIsNamedWithIt() {
        FakeConnection old = new FakeConnection("https://b:8443").withoutExtensions();
        assertThatThrownBy(() -> run(
                        from,
                        old,
                        TransferRequest.copy("c1", "c2")
                                .mode(TransferMode.RELAY)
                                .build()))
                .isInstanceOfSatisfying(LacksExtensionException.class, e -> {
                    assertThat(e.remote()).isEqualTo("to");
                    assertThat(e.extension()).isEqualTo("container_push_target");
                });
        assertThat(from.changes()).isEmpty();
    }
}
