package io.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users read when something is wrong: one line that names the thing and the remedy, and status 1. */
class ErrorsTest {
    @TempDir
    private Path folder = Path.of("");

    private Path configuration(String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("conf")).resolve("config.yml");
        return Files.writeString(file, text);
    }

    @Test
    void aDaemonThatIsNotRunningIsSaidToBeSo() {
        assertThat(ClientRun.of(folder, "list").refused())
                .contains("no daemon is running")
                .contains(folder.resolve("unix.socket").toString())
                .contains("start lxd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"remotes: [", "- a\n- b\n", "remotes:\n\t- x", "a: b: c"})
    void aConfigurationThatIsNoYamlIsNamed(String text) throws IOException {
        Path file = configuration(text);
        assertThat(ClientRun.of(folder, "remote list").refused())
                .startsWith("cannot understand " + file + ": ")
                .endsWith("; mend it or move it away");
    }

    @Test
    void aConfigurationThatIsNoTextIsNamed() throws IOException {
        Path file = configuration("");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThat(ClientRun.of(folder, "list").refused())
                .isEqualTo("cannot understand " + file + ": it is not text in UTF-8; mend it or move it away");
    }

    @Test
    void aConfigurationThatIsAFolderIsNamed() throws IOException {
        Path file = Files.createDirectories(folder.resolve("conf/config.yml"));
        assertThat(ClientRun.of(folder, "list").refused())
                .isEqualTo("cannot understand " + file + ": it is a directory; mend it or move it away");
    }

    @Test
    void anEmptyConfigurationIsThatOfANewUser() throws IOException {
        String fresh = ClientRun.of(folder, "remote list").succeeded();
        configuration("");
        assertThat(ClientRun.of(folder, "remote get-default").succeeded()).isEqualTo("local\n");
        assertThat(ClientRun.of(folder, "remote list").succeeded()).isEqualTo(fresh);
    }

    @Test
    void anUnknownRemoteIsNamed() {
        assertThat(ClientRun.of(folder, "list nope:").refused())
                .isEqualTo("The remote \"nope\" doesn't exist; `lxc remote list` shows those that do");
    }

    @Test
    void aReplyThatIsNotJsonIsSaidToBeSo() {
        try (var server = new FakeServer(folder)) {
            server.raw("GET /1.0/profiles?recursion=1", 200, java.util.Map.of(), "<html>");
            assertThat(ClientRun.of(folder, "profile list").refused()).contains("the server's reply is not JSON");
        }
    }

    @Test
    void theStackTraceComesWithDebugOnly() {
        assertThat(ClientRun.of(folder, "list").err()).doesNotContain("\tat ");
        assertThat(ClientRun.of(folder, "list --debug").err()).contains("\tat ");
        assertThat(ClientRun.of(folder, "--debug list").err()).contains("\tat ");
    }

    @Test
    void aReaderThatWentAwayEndsTheClientSilently() {
        ClientRun run = ClientRun.of(folder, FakeTerminal.piped("").withoutReader(), "remote", "list");
        assertThat(run.status()).isEqualTo(141);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void tooManyArgumentsAreRefusedWithTheUsage() {
        assertThat(ClientRun.of(folder, "rename a b c").refused())
                .startsWith("Invalid number of arguments: too many, from \"c\" on")
                .contains("lxc rename ");
        assertThat(ClientRun.of(folder, "rename a").refused()).startsWith("Invalid number of arguments: too few");
    }

    @Test
    void numbersAndFormatsAreChecked() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/instances?recursion=2", "[]");
            assertThat(ClientRun.of(folder, "stop c1 --timeout soon").refused())
                    .isEqualTo("--timeout needs a number, not \"soon\"");
            assertThat(ClientRun.of(folder, "list --format xml").refused())
                    .isEqualTo("no format \"xml\"; choose one of table, compact, csv, json, yaml");
        }
    }
}
