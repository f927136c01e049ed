package io.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.nio.file.Path;
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
        assertThat(alias("up")).contains("local (default),unix://");
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
