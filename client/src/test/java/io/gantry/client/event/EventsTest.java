package io.gantry.client.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.fixture.FakeChannel;
import io.gantry.client.fixture.FakeConnection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final FakeConnection connection = new FakeConnection("unix:///socket");

    @Test
    void eventsComeAsTextsUntilTheServerEndsTheStream() throws IOException {
        connection.websocketAt(
                "/1.0/events",
                new FakeChannel().text("{\"a\": 1}").bytes("{\"b\": 2}").end());
        try (Events events = Events.listen(connection.server("s"), List.of(), Events.Extent.ONE_PROJECT)) {
            assertThat(events.next()).contains("{\"a\": 1}");
            assertThat(events.next()).contains("{\"b\": 2}");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void typesGoInOneValue() throws IOException {
        connection.websocketAt("/1.0/events?type=logging%2Coperation&all-projects=true", new FakeChannel().text("it"));
        try (Events events =
                Events.listen(connection.server("s"), List.of("logging", "operation"), Events.Extent.ALL_PROJECTS)) {
            assertThat(events.next()).contains("it");
        }
    }

    @Test
    void aServerThatIsGoneIsAFailure() throws IOException {
        connection.websocketAt("/1.0/events", new FakeChannel().breakOff());
        try (Events events = Events.listen(connection.server("s"), List.of(), Events.Extent.ONE_PROJECT)) {
            assertThatThrownBy(events::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closingClosesTheChannel() throws Exception {
        var channel = new FakeChannel();
        connection.websocketAt("/1.0/events", channel);
        Events.listen(connection.server("s"), List.of(), Events.Extent.ONE_PROJECT)
                .close();
        channel.awaitClosed();
    }
}
