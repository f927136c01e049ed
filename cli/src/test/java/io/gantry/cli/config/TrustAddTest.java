package io.gantry.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustAddTest {
    private static final Path CERTIFICATE =
            Path.of("../client/src/test/resources/identities/ec.crt").toAbsolutePath();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"--restricted", "--projects=default", "--restricted --projects a,b"})
    void aServerThatCannotRestrictIsNotAskedTo(String flags) {
        try (var server = new FakeServer(folder)) {
            server.sync("POST /1.0/certificates", "{}");
            assertThat(ClientRun.of(folder, "config trust add " + CERTIFICATE + " " + flags)
                            .refused())
                    .isEqualTo("The server local: cannot restrict certificates to projects, so that this one would be "
                            + "allowed everything; it was not added");
            assertThat(server.changes()).isEmpty();
        }
    }

    @Test
    void aServerThatCanIsToldTheProjects() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0", """
                    {"api_extensions": ["certificate_project"], "environment": {"server_version": "5.0.2"}}""");
            server.sync("POST /1.0/certificates", "{}");
            ClientRun.of(folder, "config trust add " + CERTIFICATE + " --restricted --projects a,b")
                    .succeeded();
            assertThat(server.sent("POST /1.0/certificates").toString())
                    .contains("restricted=true")
                    .contains("projects=[a, b]");
        }
    }
}
