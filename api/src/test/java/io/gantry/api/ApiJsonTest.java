package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiJsonTest {
    @Test
    void writesUnknownOperationMetadataAsNull() {
        var operation = new Operation(
                "id", "task", "d", Values.NEVER, Values.NEVER, "Running", 103, null, null, false, "", "none");

        assertThat(ApiJson.write(operation))
                .contains("\"metadata\":null", "\"resources\":null", "\"created_at\":\"0001-01-01T00:00:00Z\"");
    }

    @Test
    void leavesOutTheUpdateSourceOfAnImageThatHasNone() {
        var image = ApiJson.read("{\"fingerprint\":\"abc\"}", Image.class);

        assertThat(ApiJson.write(image)).doesNotContain("update_source").contains("\"fingerprint\":\"abc\"");
    }

    @Test
    void readsTimesWithAnOffset() {
        var event = ApiJson.read("{\"type\":\"logging\",\"timestamp\":\"2026-11-24T05:01:02.5+01:00\"}", Event.class);

        assertThat(event.timestamp()).hasToString("2026-11-24T04:01:02.500Z");
    }

    @Test
    void fieldsThatAPeerLeftOutOrSetToNullAreEmpty() {
        var instance = ApiJson.read("{\"name\":\"c1\",\"config\":null,\"unknown\":{\"a\":[1]}}", Instance.class);

        assertThat(instance.config()).isEmpty();
        assertThat(instance.profiles()).isEmpty();
        assertThat(instance.status()).isEmpty();
    }

    @Test
    void aRecordSurvivesItsTree() {
        var put = new ProfilePut(Map.of("b", "2", "a", "1"), "words", Map.of("eth0", Map.of("type", "nic")));

        assertThat(ApiJson.fromTree(ApiJson.toTree(put), ProfilePut.class)).isEqualTo(put);
        assertThat(ApiJson.write(put)).startsWith("{\"config\":{\"a\":\"1\",\"b\":\"2\"}");
    }

    @Test
    void refusesWhatIsNotJson() {
        for (String text : List.of("", "{", "[]", "{\"config\":3}", "nonsense", "{\"config\":{\"a\":{}}}")) {
            assertThatThrownBy(() -> ApiJson.read(text, ProfilePut.class))
                    .as(text)
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void aValueThatIsNullIsEmpty() {
        assertThat(ApiJson.read("{\"config\":{\"a\":null},\"devices\":{\"d\":null}}", ProfilePut.class))
                .isEqualTo(new ProfilePut(Map.of("a", ""), "", Map.of("d", Map.of())));
    }

    @Test
    void readsOneFieldOfAReply() {
        byte[] reply = "{\"type\":\"sync\",\"metadata\":{\"description\":\"d\"},\"error\":{\"a\":[1,{}]}}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] list = "{\"metadata\":[\"a\",\"b\"]}".getBytes(StandardCharsets.UTF_8);
        byte[] empty = "{\"metadata\":null}".getBytes(StandardCharsets.UTF_8);

        assertThat(ApiJson.readField(reply, "metadata", ProfilePut.class))
                .contains(new ProfilePut(Map.of(), "d", Map.of()));
        assertThat(ApiJson.readListField(list, "metadata", String.class)).contains(List.of("a", "b"));
        assertThat(ApiJson.readListField(empty, "metadata", String.class)).isEmpty();
        assertThat(ApiJson.readField(reply, "absent", ProfilePut.class)).isEmpty();
        for (byte[] json : List.of(list, "[]".getBytes(StandardCharsets.UTF_8), new byte[0])) {
            assertThatThrownBy(() -> ApiJson.readField(json, "metadata", ProfilePut.class))
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void refusesTimesThatAreNone() {
        assertThatThrownBy(() -> ApiJson.read("{\"expires_at\":\"bogus\"}", InstanceSnapshotPut.class))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void refusesNestingThatWouldOverflowTheStack() {
        for (String opening : List.of("[", "{\"config\":", "{\"a\":[")) {
            byte[] json = opening.repeat(500_000).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> ApiJson.readTree(json)).isInstanceOf(MalformedJsonException.class);
            assertThatThrownBy(() -> ApiJson.read(json, ProfilePut.class)).isInstanceOf(MalformedJsonException.class);
        }
        String brackets = "[\"" + "\\\"[{".repeat(1000) + "\"]";
        assertThat(ApiJson.readTree(brackets.getBytes(StandardCharsets.UTF_8))).isInstanceOf(List.class);
    }
}
