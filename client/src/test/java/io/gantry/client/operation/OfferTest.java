package io.gantry.client.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferTest {
    private static final String WAITS = "{\"id\": \"o1\", \"status_code\": 103}";
    private static final String HAS_FAILED = "{\"id\": \"o1\", \"status_code\": 400, \"err\": \"gone\"}";

    private final FakeConnection connection = new FakeConnection("unix:///socket");
    private final List<String> tried = new ArrayList<>();

    private Offer offer() {
        return new Offer(
                connection.server("s"),
                operation("{\"id\": \"o1\", \"metadata\": {\"fs\": \"s1\", \"control\": \"s2\", \"number\": 1}}"));
    }

    private static Operation operation(String json) {
        return ApiJson.read(json, Operation.class);
    }

    /** Ends well at one address, and otherwise in words that say nothing of connections. */
    private AddressAttempts.Attempt worksAt(String good) {
        return address -> {
            tried.add(address);
            if (address.equals(good)) {
                return operation("{\"id\": \"done\"}");
            }
            throw new OperationFailedException(operation("{\"err\": \"no luck at " + address + "\"}"));
        };
    }

    @Test
    void theNextAddressIsTriedWhileNobodyHasReachedIt() throws IOException {
        connection.sync("GET /1.0/operations/o1/wait?timeout=1", WAITS);
        assertThat(offer().takenAtOneOf(List.of("a", "b", "c"), worksAt("b")).id())
                .isEqualTo("done");
        assertThat(tried).containsExactly("a", "b");
    }

    @Test
    void noOtherAddressIsTriedAfterSomebodyHasTakenIt() {
        connection.sync("GET /1.0/operations/o1/wait?timeout=1", HAS_FAILED);
        assertThatThrownBy(() -> offer().takenAtOneOf(List.of("a", "b"), worksAt("b")))
                .hasMessage("no luck at a");
        assertThat(tried).containsExactly("a");
    }

    @Test
    void anOfferThatTheServerHasForgottenWasTaken() {
        assertThatThrownBy(() -> offer().takenAtOneOf(List.of("a", "b"), worksAt("b")))
                .hasMessage("no luck at a");
    }

    @Test
    void whatFailsEverywhereIsSaidOfEachAddress() {
        connection.sync("GET /1.0/operations/o1/wait?timeout=1", WAITS);
        assertThatThrownBy(() -> offer().takenAtOneOf(List.of("a", "b"), worksAt("none")))
                .isInstanceOf(OperationFailedException.class)
                .hasMessage("a: no luck at a; b: no luck at b");
    }

    @Test
    void oneReasonOfAllAddressesIsSaidOnce() {
        assertThatThrownBy(() -> AddressAttempts.first(
                        List.of("a", "b"),
                        _ -> {
                            throw new OperationFailedException(operation("{\"err\": \"no room\"}"));
                        },
                        _ -> false))
                .hasMessage("no room");
    }

    @Test
    void itsSecretsAreTheTextsOfItsMetadata() {
        assertThat(offer().secrets()).containsOnlyKeys("control", "fs");
    }

    @Test
    void closingTakesBackWhatStillWaits() throws IOException {
        connection.sync("GET /1.0/operations/o1", WAITS).sync("DELETE /1.0/operations/o1", "{}");
        offer().close();
        assertThat(connection.changes()).containsExactly("DELETE /1.0/operations/o1");
    }

    @Test
    void closingLeavesAloneWhatHasEnded() throws IOException {
        connection.sync("GET /1.0/operations/o1", HAS_FAILED);
        assertThat(offer().failure()).isEqualTo("gone");
        offer().close();
        assertThat(connection.changes()).isEmpty();
    }

    @Test
    void closingTakesARefusalForTheEnd() throws IOException {
        connection.sync("GET /1.0/operations/o1", WAITS).refuse("DELETE /1.0/operations/o1", 404, "no such operation");
        offer().close();
        assertThat(connection.changes()).hasSize(1);
    }
}
