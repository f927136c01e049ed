package io.gantry.client.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.client.fixture.FakeChannel;
import io.gantry.client.fixture.FakeConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CopyBetweenServersTest {
    private static final Path SOURCE = Path.of("src/test/java/io/gantry/client/example/CopyBetweenServers.java");
    private static final Path PAGE = Path.of("../docs/sdk.md");

    @Test
    void thePageShowsTheProgramAsItIs() throws IOException {
        String program = Files.readString(SOURCE);
        String shown = program.substring(program.indexOf("    public static void main"), program.lastIndexOf('}'));
        assertThat(Files.readString(PAGE))
                .contains("```java\n" + shown.stripTrailing().stripIndent().strip() + "\n```");
    }

    @Test
    void theCopyIsMadeThroughTheProgramAndStarted() throws IOException {
        String channels = "\"status_code\": 103, \"metadata\": {\"control\": \"s\"}}";
        FakeConnection here = new FakeConnection("unix:///here")
                .sync("GET /1.0/instances/c1", "{\"name\": \"c1\", \"status_code\": 103}")
                .starts("POST /1.0/instances/c1", "{\"id\": \"offer\", " + channels)
                .websocketAt("/1.0/operations/offer/websocket?secret=s", new FakeChannel())
                .sync("GET /1.0/operations/offer/wait?timeout=-1", "{\"id\": \"offer\", \"status_code\": 200}");
        FakeConnection there = new FakeConnection("https://there:8443")
                .starts("POST /1.0/instances", "{\"id\": \"sink\", " + channels)
                .websocketAt("/1.0/operations/sink/websocket?secret=s", new FakeChannel())
                .sync("GET /1.0/operations/sink/wait?timeout=-1", "{\"id\": \"sink\", \"status_code\": 200}")
                .succeeds("PUT /1.0/instances/c2/state", "start");
        CopyBetweenServers.copyAndStart(here.server("here"), "c1", there.server("there"), "c2");
        assertThat(there.changes()).containsExactly("POST /1.0/instances", "PUT /1.0/instances/c2/state");
        assertThat(there.sent("PUT /1.0/instances/c2/state").getFirst().get("action"))
                .isEqualTo("start");
        assertThat(here.sent("POST /1.0/instances/c1").getFirst().toString()).contains("migration=true", "live=false");
    }
}
