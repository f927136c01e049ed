package io.gantry.client.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.server.ApiException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstancesTest {
    private final FakeConnection connection = new FakeConnection("unix:///socket");
    private final Instances instances = new Instances(connection.server("s"));

    private static Operation operation(String json) {
        return ApiJson.read(json, Operation.class);
    }

    @Test
    void onlyNotFoundMeansThatThereIsNone() throws IOException {
        connection.sync("GET /1.0/instances/a", "{}").refuse("GET /1.0/instances/b", 500, "broken");
        assertThat(instances.exists("a")).isTrue();
        assertThat(instances.exists("c")).isFalse();
        assertThatThrownBy(() -> instances.exists("b"))
                .isInstanceOf(ApiException.class)
                .hasMessage("broken");
    }

    @Test
    void aChangeMayBeDoneAtOnceOrGoOn() throws IOException {
        connection.starts("PUT /1.0/instances/c1", "{\"id\": \"o1\"}").sync("PUT /1.0/instances/c1/snapshots/s1", "{}");
        assertThat(instances.replace("c1", Map.of(), null)).map(Operation::id).contains("o1");
        assertThat(instances.replace("c1/s1", Map.of(), null)).isEmpty();
    }

    @Test
    void theNameThatAServerChoseStandsInTheOperation() {
        assertThat(Instances.nameOf(operation("{\"resources\": {\"instances\": [\"/1.0/instances/wise-cat\"]}}")))
                .contains("wise-cat");
        assertThat(Instances.nameOf(operation("{\"resources\": {\"containers\": [\"/1.0/containers/wise-cat\"]}}")))
                .contains("wise-cat");
        assertThat(Instances.nameOf(operation("{}"))).isEmpty();
        assertThat(Instances.nameOf(operation("{\"resources\": {\"images\": [\"/1.0/images/f\"]}}")))
                .isEmpty();
    }
}
