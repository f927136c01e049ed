package io.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserAliasesTest {
    @TempDir
    private Path folder = Path.of("");

    private String alias(String... words) {
        return ClientRun.of(folder, FakeTerminal.piped(""), words).succeeded();
    }

    @Test
    void anAliasStandsForSeveralWordsAndKeepsTheRestOfTheLine() {
        alias("alias", "add", "up", "remote list --format csv");
        assertThat(alias("up")).contains("local (current),unix://");
    }

    @Test
    void anAliasMayHaveSeveralWordsAndTheLongestWins() {
        alias("alias", "add", "my", "remote get-default");
        alias("alias", "add", "my list", "alias list --format csv");
        assertThat(alias("my")).isEqualTo("local\n");
        assertThat(alias("my", "list")).isEqualTo("my,remote get-default\nmy list,alias list --format csv\n");
    }

    @Test
    void theRestOfTheLineGoesWhereTheAliasWantsIt() {
        alias("alias", "add", "call", "alias add @ARGS@ 'remote get-default'");
        alias("call", "short");
        assertThat(alias("short")).isEqualTo("local\n");
    }

    @Test
    void numberedWordsGoToTheirPlacesAndTheRestToTheEnd() {
        alias("alias", "add", "name", "alias add @ARG2@ 'remote @ARG1@'");
        alias("name", "get-default", "short");
        assertThat(alias("short")).isEqualTo("local\n");
        alias("alias", "add", "swap", "alias rename x@ARG2@ @ARGS@");
        alias("alias", "add", "x1", "remote list");
        alias("swap", "new", "1");
        assertThat(alias("alias", "list", "-f", "csv")).contains("new,remote list\n");
        assertThat(ClientRun.of(folder, "name get-default").refused())
                .startsWith("Found alias \"name\" references an argument outside the given number");
    }

    @Test
    void flagsMayStandBeforeAnAlias() {
        alias("alias", "add", "here", "remote get-default");
        assertThat(alias("-q", "here")).isEqualTo("local\n");
        assertThat(ClientRun.of(folder, "--force-local here").succeeded()).isEqualTo("local\n");
    }

    @Test
    void anAliasMayCallAProgramForWhichAliasesAreOff() {
        alias("alias", "add", "hi", "/bin/echo hello @ARGS@ bye");
        var called = new ArrayList<String>();
        FakeTerminal terminal = FakeTerminal.piped("").withEditor(command -> {
            called.addAll(command);
            return 7;
        });
        assertThat(ClientRun.of(folder, terminal, "hi", "a", "b").status()).isEqualTo(7);
        assertThat(called).containsExactly("/bin/echo", "hello", "a", "b", "bye");
        ClientRun off = ClientRun.of(folder, Map.of("LXC_ALIASES", "1"), FakeTerminal.piped(""), "hi");
        assertThat(off.refused()).startsWith("unknown command \"hi\"");
    }

    @Test
    void profilesMayBeReachedAsTheyOnceWere() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/profiles?recursion=1", "[]");
            assertThat(ClientRun.of(folder, "config profile list -f csv").succeeded())
                    .isEmpty();
        }
    }

    @Test
    void anAliasMayHideACommandOfTheSameName() {
        alias("alias", "add", "list", "remote get-default");
        assertThat(alias("list")).isEqualTo("local\n");
    }

    @Test
    void shellIsThereForEverybody() {
        try (var server = new FakeServer(folder)) {
            ClientRun.of(folder, "shell c1");
            assertThat(server.sent("POST /1.0/instances/c1/exec").toString()).contains("command=[su, -l]");
        }
    }

    @Test
    void aliasesAreListedRenamedAndRemoved() {
        alias("alias", "add", "a", "list");
        assertThat(ClientRun.of(folder, "alias add a info").refused()).contains("Alias a already exists");
        alias("alias", "rename", "a", "b");
        assertThat(alias("alias", "list")).contains("| b     | list   |");
        alias("alias", "remove", "b");
        assertThat(ClientRun.of(folder, "alias remove b").refused()).contains("Alias b doesn't exist");
    }
}
