package io.gantry.client.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.client.fixture.FakeChannel;
import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.server.OperationFailedException;
import io.gantry.client.transport.Message;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class OperationsTest {
    private static final Operation RUNNING = operation("{\"id\": \"o1\", \"status_code\": 103}");

    private final FakeConnection connection = new FakeConnection("unix:///socket");
    private final Operations operations = new Operations(connection.server("s"));

    private static Operation operation(String json) {
        return ApiJson.read(json, Operation.class);
    }

    @Test
    void waitsAsLongAsItTakes() throws IOException {
        connection
                .sync("GET /1.0/operations/o1/wait?timeout=-1", "{\"id\": \"o1\", \"status_code\": 103}")
                .sync("GET /1.0/operations/o1/wait?timeout=-1", "{\"id\": \"o1\", \"status_code\": 200}");
        assertThat(operations.awaitSuccess(RUNNING).statusCode()).isEqualTo(200);
        assertThat(connection.requests()).hasSize(2);
    }

    @Test
    void whatHasEndedIsNotAskedFor() throws IOException {
        operations.awaitSuccess(operation("{\"id\": \"o1\", \"status_code\": 200}"));
        assertThat(connection.requests()).isEmpty();
    }

    @Test
    void looksEachSecondForWhoWantsToSee() throws IOException {
        connection
                .sync(
                        "GET /1.0/operations/o1/wait?timeout=1",
                        "{\"id\": \"o1\", \"status_code\": 103, \"metadata\": {\"p\": \"5%\"}}")
                .sync("GET /1.0/operations/o1/wait?timeout=1", "{\"id\": \"o1\", \"status_code\": 200}");
        var seen = new ArrayList<Object>();
        operations.awaitSuccess(RUNNING, now -> seen.add(String.valueOf(now.metadata())));
        assertThat(seen).containsExactly("null", "{p=5%}");
    }

    @Test
    void aFailureHasTheServersReasonAndTheOperation() {
        connection.sync(
                "GET /1.0/operations/o1/wait?timeout=-1",
                "{\"id\": \"o1\", \"status_code\": 400, \"err\": \"no room\"}");
        assertThatThrownBy(() -> operations.awaitSuccess(RUNNING))
                .isInstanceOfSatisfying(
                        OperationFailedException.class,
                        e -> assertThat(e.operation().err()).isEqualTo("no room"))
                .hasMessage("no room");
    }

    @Test
    void cancelledIsAFailureToo() {
        assertThatThrownBy(() -> operations.awaitSuccess(
                        operation("{\"id\": \"o1\", \"status\": \"Cancelled\", \"status_code\": 401}")))
                .hasMessage("the operation ended as Cancelled");
    }

    @Test
    void aWebsocketIsOpenedWithItsSecret() throws IOException {
        connection.websocketAt("/1.0/operations/o1/websocket?secret=a%2Fb", new FakeChannel().text("hello"));
        assertThat(operations.websocket(RUNNING, "a/b").receive()).isEqualTo(new Message.Text("hello"));
    }
}
