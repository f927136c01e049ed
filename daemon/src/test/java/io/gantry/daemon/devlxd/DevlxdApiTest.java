package io.gantry.daemon.devlxd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevlxdApiTest {
    private static final ExpandedInstance INSTANCE = ExpandedInstance.of(
            new InstanceRecord(
                    new InstanceKey("default", "c1"),
                    "pool",
                    InstanceSettings.ofProfiles("x86_64", List.of())
                            .withConfig(Map.of(
                                    "user.colour", "red\nblue", "limits.cpu", "1", "user.meta-data", "more: yes\n"))
                            .withDevices(Map.of("root", Map.of("type", "disk"))),
                    Instant.EPOCH,
                    Instant.EPOCH),
            List.of());

    @Test
    void onlyTheUsersKeysAreTold() {
        assertThat(get("/1.0/config").body())
                .isEqualTo("[\"/1.0/config/user.colour\",\"/1.0/config/user.meta-data\"]\n");
        assertThat(get("/1.0/config/user.colour").body()).isEqualTo("red\nblue");
        assertThat(get("/1.0/config/limits.cpu").status()).isEqualTo(403);
        assertThat(get("/1.0/config/user.none").status()).isEqualTo(404);
        assertThat(get("/1.0/nothing").status()).isEqualTo(404);
    }

    @Test
    void metadataIsInCloudInitsForm() {
        assertThat(get("/1.0/meta-data").body()).isEqualTo("""
            #cloud-config
            instance-id: c1
            local-hostname: c1
            more: yes
            """);
        assertThat(get("/1.0/devices").body()).isEqualTo("{\"root\":{\"type\":\"disk\"}}\n");
    }

    @Test
    void aConnectionServesOneQuestionAfterTheOther() throws IOException {
        String answers = talk(String.join(
                "\r\n",
                "GET /1.0/config/user.colour?x=1 HTTP/1.1",
                "Host: x",
                "",
                "GET / HTTP/1.1",
                "Connection: close",
                "",
                "GET / HTTP/1.1",
                "",
                ""));
        assertThat(answers)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 8\r\n\r\nred\nblueHTTP/1.1 200 OK\r\n")
                .endsWith("[\"/1.0\"]\n");
    }

    @Test
    void whatMakesNoSenseIsNotAnswered() throws IOException {
        assertThat(talk("nonsense\r\n\r\n")).isEmpty();
        assertThat(talk("GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcde")).isEmpty();
        assertThat(talk("GET / HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
                .isEmpty();
    }

    private static DevlxdReply get(String path) {
        return DevlxdApi.answer(INSTANCE, "GET", path);
    }

    private static String talk(String questions) throws IOException {
        var answers = new ByteArrayOutputStream();
        new DevlxdConnection(
                        new ByteArrayInputStream(questions.getBytes(StandardCharsets.UTF_8)),
                        answers,
                        (method, path) -> DevlxdApi.answer(INSTANCE, method, path))
                .serve();
        return answers.toString(StandardCharsets.UTF_8);
    }
}
