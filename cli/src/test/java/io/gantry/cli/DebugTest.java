package io.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --debug} and {@code --verbose} tell. */
class DebugTest {
    @TempDir
    private Path folder = Path.of("");

    private static String withoutTimes(String text) {
        return text.replaceAll("(?m)^time=\"[-0-9]+T[:0-9]+(Z|[-+][:0-9]+)\" ", "");
    }

    @Test
    void eachRequestAndItsReplyAreShownAsLxdsClientDoes() {
        try (var server = new FakeServer(folder)) {
            server.versioned("GET /1.0/profiles/p", "v1", "{\"name\": \"p\", \"config\": {}, \"used_by\": []}");
            server.sync("PUT /1.0/profiles/p", "{}");
            ClientRun run = ClientRun.of(folder, "profile set p user.a=b --debug");
            assertThat(run.status()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(withoutTimes(run.err())).isEqualTo("""
                    level=debug msg="Connecting to a local LXD over a Unix socket"
                    level=debug msg="Sending request to LXD" etag= method=GET url="http://unix.socket/1.0/profiles/p"
                    level=debug msg="Got response struct from LXD"
                    level=debug msg="\\n\\t{\\n\\t\\t\\"name\\": \\"p\\",\\n\\t\\t\\"config\\": {},\\n\\t\\t\\"used_by\\": []\\n\\t}"
                    level=debug msg="Sending request to LXD" etag=v1 method=PUT url="http://unix.socket/1.0/profiles/p"
                    level=debug msg="\\n\\t{\\n\\t\\t\\"config\\": {\\n\\t\\t\\t\\"user.a\\": \\"b\\"\\n\\t\\t}\\n\\t}"
                    level=debug msg="Got response struct from LXD"
                    level=debug msg="\\n\\t{}"
                    """);
        }
    }

    @Test
    void aRefusalIsShown() {
        try (var server = new FakeServer(folder)) {
            server.refuse("GET /1.0/profiles?recursion=1", 403, "not authorized");
            ClientRun run = ClientRun.of(folder, "--debug profile list");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("msg=\"Got error from LXD\"").contains("not authorized");
        }
    }

    @Test
    void passwordsAndSecretsAreNotShown() {
        try (var server = new FakeServer(folder)) {
            server.raw("POST /1.0/certificates", 200, java.util.Map.of(), """
                    {"type": "sync", "metadata": {"class": "websocket", "metadata": {"0": "s3cret-0"}}}""");
            ClientRun run = ClientRun.of(
                    folder,
                    io.gantry.cli.fixture.FakeTerminal.piped(""),
                    "query",
                    "-X",
                    "POST",
                    "-d",
                    "{\"password\": \"s3cret-1\", \"source\": {\"secrets\": {\"control\": \"s3cret-2\"}}}",
                    "--debug",
                    "/1.0/certificates");
            assertThat(server.requests().toString()).contains("s3cret-1");
            assertThat(run.err()).contains("(not shown)").doesNotContain("s3cret");
        }
    }

    @Test
    void withoutThemNothingIsTold() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/profiles?recursion=1", "[]");
            ClientRun.of(folder, "profile list").succeeded();
            ClientRun.of(folder, "profile list -v").succeeded();
        }
    }

    @Test
    void wordsOfAProgramInAnInstanceAreNotOurs() {
        try (var server = new FakeServer(folder)) {
            ClientRun run = ClientRun.of(folder, "exec c1 -- ls --debug --force-local");
            assertThat(run.err()).doesNotContain("level=debug").doesNotContain("\tat ");
            assertThat(server.sent("POST /1.0/instances/c1/exec").toString())
                    .contains("command=[ls, --debug, --force-local]");
        }
    }
}
