package io.gantry.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {
    @TempDir
    private Path folder = Path.of("");

    private ClientRun query(FakeServer server, String... words) {
        assertThat(server.socket()).exists();
        return ClientRun.of(folder, FakeTerminal.piped(""), words);
    }

    @Test
    void showsTheMetadataOrTheWholeReply() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/profiles", "[\"/1.0/profiles/default\"]");
            assertThat(query(server, "query", "/1.0/profiles").succeeded())
                    .isEqualTo("[\n\t\"/1.0/profiles/default\"\n]\n\n");
            assertThat(query(server, "query", "--raw", "local:/1.0/profiles").succeeded())
                    .startsWith("{\n\t\"type\": \"sync\",\n\t\"status\": \"Success\",")
                    .endsWith("\t]\n}\n\n");
        }
    }

    @Test
    void sendsWhatIsTyped() {
        try (var server = new FakeServer(folder)) {
            server.sync("PATCH /1.0/profiles/default", "{}");
            assertThat(query(
                                    server,
                                    "query",
                                    "-X",
                                    "PATCH",
                                    "-d",
                                    "{\"config\": {\"user.a\": \"1\"}}",
                                    "/1.0/profiles/default")
                            .succeeded())
                    .isEmpty();
            assertThat(server.sent("PATCH /1.0/profiles/default")).hasToString("{config={user.a=1}}");
        }
    }

    @Test
    void waitsForAnOperationWhereAsked() {
        try (var server = new FakeServer(folder)) {
            server.success("POST /1.0/instances");
            server.sync("GET /1.0/operations/op1/wait", "{\"id\": \"op1\", \"status\": \"Success\", \"err\": \"\"}");
            assertThat(query(server, "query", "--wait", "-X", "POST", "-d", "{}", "/1.0/instances")
                            .succeeded())
                    .contains("\"status\": \"Success\"");
            server.sync(
                    "GET /1.0/operations/op1/wait",
                    "{\"id\": \"op1\", \"status\": \"Failure\", \"err\": \"it broke\"}");
            assertThat(query(server, "query", "--wait", "-X", "POST", "-d", "{}", "/1.0/instances")
                            .refused())
                    .isEqualTo("it broke");
        }
    }

    @Test
    void wrongPathsAreRefused() {
        try (var server = new FakeServer(folder)) {
            assertThat(query(server, "query", "1.0").refused()).isEqualTo("Query path must start with /: \"1.0\"");
            assertThat(query(server, "query", "/1.0/nope").refused()).isEqualTo("not found");
        }
    }
}
