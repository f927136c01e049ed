package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiJson;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.TestDaemon;
import io.gantry.daemon.TestHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients that listen hear of acts at instances and snapshots. */
@Timeout(60)
class LifecycleEventsTest {
    private static final String ALL = "/1.0/instances";
    private static final String C1 = ALL + "/c1";

    /** What is the last that is heard in each test. */
    private static final String LAST = "profile-created /1.0/profiles/last";

    @TempDir
    Path folder;

    private TestDaemon daemon;
    private MessageChannel events;

    @BeforeEach
    void listen() throws Exception {
        daemon = new TestHost(folder.resolve("lxd")).start();
        TestInstances.prepare(daemon);
        events = daemon.api().websocket("/1.0/events?type=lifecycle");
    }

    @AfterEach
    void end() {
        events.close();
        daemon.close();
    }

    private List<String> heard() throws IOException {
        daemon.api().send("POST", "/1.0/profiles", Map.of("name", "last"));
        var heard = new ArrayList<String>();
        while (heard.isEmpty() || !heard.getLast().equals(LAST)) {
            heard.add(next());
        }
        heard.removeLast();
        return heard;
    }

    private String next() throws IOException {
        if (!(events.receive() instanceof Message.Text message)) {
            throw new AssertionError("the daemon tells nothing more");
        }
        if (!(ApiJson.readTree(message.text().getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> event)
                || !(event.get("metadata") instanceof Map<?, ?> metadata)) {
            throw new AssertionError("not an event: " + message.text());
        }
        Object context = metadata.get("context");
        return metadata.get("action") + " " + metadata.get("source") + (context == null ? "" : " " + context);
    }

    private void done(String method, String path, @Nullable Object body) throws IOException {
        daemon.done(method, path, body);
    }

    @Test
    void ofInstances() throws IOException {
        done("POST", ALL, Map.of("name", "c2", "source", Map.of("type", "none")));
        done("POST", ALL, Map.of("name", "c3", "source", TestInstances.copyOf("c1")));
        done("PUT", ALL + "/c2", Map.of("description", "changed"));
        daemon.api().send("PATCH", ALL + "/c2", Map.of("description", "again"));
        done("POST", ALL + "/c2", Map.of("name", "c4"));
        done("POST", ALL + "/c4", Map.of("name", "c4", "migration", true, "pool", "q"));
        done("DELETE", ALL + "/c4", null);

        assertThat(heard())
                .containsExactly(
                        "instance-created /1.0/instances/c2",
                        "instance-created /1.0/instances/c3",
                        "instance-updated /1.0/instances/c2",
                        "instance-updated /1.0/instances/c2",
                        "instance-renamed /1.0/instances/c4 {old_name=c2}",
                        "instance-updated /1.0/instances/c4",
                        "instance-deleted /1.0/instances/c4");
    }

    @Test
    void ofSnapshots() throws IOException {
        done("POST", C1 + "/snapshots", Map.of("name", "t"));
        done("POST", C1 + "/snapshots/t", Map.of("name", "u"));
        done("PUT", C1 + "/snapshots/u", Map.of("expires_at", "2030-01-01T00:00:00Z"));
        done("PUT", C1, Map.of("restore", "u"));
        done("DELETE", C1 + "/snapshots/u", null);

        assertThat(heard())
                .containsExactly(
                        "instance-snapshot-created /1.0/instances/c1/snapshots/t",
                        "instance-snapshot-renamed /1.0/instances/c1/snapshots/u {old_name=t}",
                        "instance-snapshot-updated /1.0/instances/c1/snapshots/u",
                        "instance-restored /1.0/instances/c1 {snapshot=u}",
                        "instance-snapshot-deleted /1.0/instances/c1/snapshots/u");
    }

    @Test
    void ofARefresh() throws IOException {
        done("POST", ALL, Map.of("name", "c2", "source", TestInstances.copyOf("c1")));

        done("POST", ALL, Map.of("name", "c2", "source", Map.of("type", "copy", "source", "c1", "refresh", true)));

        assertThat(heard()).containsExactly("instance-created /1.0/instances/c2", "instance-updated /1.0/instances/c2");
    }

    @Test
    void ofAnEphemeralInstanceThatEnds() throws IOException {
        daemon.api().send("PATCH", C1, Map.of("ephemeral", true));
        done("PUT", C1 + "/state", Map.of("action", "start"));
        done("PUT", C1 + "/state", Map.of("action", "stop", "force", true));

        assertThat(heard()).containsExactly("instance-updated /1.0/instances/c1", "instance-deleted /1.0/instances/c1");
    }

    /** Nothing has happened where nothing has changed. */
    @Test
    void nothingOfWhatFails() throws IOException {
        done("PUT", C1 + "/state", Map.of("action", "start"));
        List<Map<String, Object>> refused = List.of(
                Map.of("method", "DELETE", "path", C1, "body", Map.of()),
                Map.of("method", "POST", "path", C1, "body", Map.of("name", "c2")),
                Map.of("method", "POST", "path", C1 + "/snapshots", "body", Map.of("name", "s")),
                Map.of("method", "PUT", "path", C1, "body", Map.of("config", Map.of("no.such", "1"))));
        for (Map<String, Object> request : refused) {
            try {
                done(request.get("method") + "", request.get("path") + "", request.get("body"));
                throw new AssertionError(request + " was done");
            } catch (IOException | RuntimeException _) {
                // Why, other tests check.
            }
        }

        assertThat(heard()).isEmpty();
    }
}
