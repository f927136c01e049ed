package io.gantry.client.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.client.fixture.FakeChannel;
import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.operation.Offer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ChannelRelayTest {
    private final FakeConnection source = new FakeConnection("unix:///a");
    private final FakeConnection target = new FakeConnection("unix:///b");
    private final FakeChannel controlOfSource = new FakeChannel();
    private final FakeChannel controlOfTarget = new FakeChannel();
    private final FakeChannel filesOfSource = new FakeChannel();
    private final FakeChannel filesOfTarget = new FakeChannel();

    private static Offer offer(FakeConnection connection, String remote, String secrets) {
        return new Offer(
                connection.server(remote),
                ApiJson.read("{\"id\": \"o1\", \"metadata\": " + secrets + "}", Operation.class));
    }

    private ChannelRelay join() throws IOException {
        source.websocketAt("/1.0/operations/o1/websocket?secret=a", controlOfSource)
                .websocketAt("/1.0/operations/o1/websocket?secret=b", filesOfSource);
        target.websocketAt("/1.0/operations/o1/websocket?secret=c", controlOfTarget)
                .websocketAt("/1.0/operations/o1/websocket?secret=d", filesOfTarget);
        return ChannelRelay.join(
                offer(source, "from", "{\"control\": \"a\", \"fs\": \"b\"}"),
                offer(target, "to", "{\"control\": \"c\", \"fs\": \"d\", \"more\": \"e\"}"));
    }

    @Test
    void messagesGoBothWaysAsTheyAre() throws Exception {
        try (var _ = join()) {
            controlOfSource.text("header");
            controlOfTarget.bytes("answer");
            filesOfSource.bytes("content");
            assertThat(controlOfTarget.nextSent()).isEqualTo("header");
            assertThat(controlOfSource.nextSent()).isEqualTo("#answer");
            assertThat(filesOfTarget.nextSent()).isEqualTo("#content");
        }
    }

    @Test
    void aChannelThatEndsEndsItsCounterpartOnly() throws Exception {
        try (var _ = join()) {
            filesOfSource.end();
            filesOfTarget.awaitClosed();
            controlOfSource.text("all is there");
            assertThat(controlOfTarget.nextSent()).isEqualTo("all is there");
        }
    }

    @Test
    void aServerThatIsGoneIsNoticedByTheOther() throws Exception {
        try (var _ = join()) {
            filesOfTarget.breakOff();
            filesOfSource.awaitClosed();
            controlOfTarget.breakOff();
            controlOfSource.awaitClosed();
        }
    }

    @Test
    void closingEndsAll() throws Exception {
        join().close();
        controlOfSource.awaitClosed();
        controlOfTarget.awaitClosed();
        filesOfSource.awaitClosed();
        filesOfTarget.awaitClosed();
    }

    @Test
    void aChannelThatTheTargetDoesNotTakeIsRefusedBeforeOneIsOpened() {
        assertThatThrownBy(() -> ChannelRelay.join(
                        offer(source, "from", "{\"control\": \"a\", \"criu\": \"b\"}"),
                        offer(target, "to", "{\"control\": \"c\"}")))
                .isInstanceOfSatisfying(
                        ChannelNotTakenException.class,
                        e -> assertThat(e.channel()).isEqualTo("criu"))
                .hasMessage("to does not take the channel \"criu\" that from offers");
    }

    @Test
    void whatWasOpenedIsClosedWhereTheNextCannotBeOpened() throws Exception {
        source.websocketAt("/1.0/operations/o1/websocket?secret=a", controlOfSource);
        assertThatThrownBy(() -> ChannelRelay.join(
                        offer(source, "from", "{\"control\": \"a\"}"), offer(target, "to", "{\"control\": \"c\"}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unix:///b has no websocket");
        controlOfSource.awaitClosed();
    }
}
