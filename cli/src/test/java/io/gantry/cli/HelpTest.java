package io.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @TempDir
    private Path folder = Path.of("");

    private static List<String> paths(String group) {
        var paths = new ArrayList<String>();
        for (CommandEntry entry : CommandTable.below(group)) {
            paths.add(entry.path());
            paths.addAll(paths(entry.path()));
        }
        return paths;
    }

    static List<String> commands() {
        return paths("").stream()
                .filter(path -> !CommandTable.isGroup(path) && !path.equals("help"))
                .toList();
    }

    static List<String> groups() {
        return paths("").stream().filter(CommandTable::isGroup).toList();
    }

    @Test
    void everyHelpTextIsAsWritten() {
        var text = new StringBuilder(Help.overview(Help.Extent.ALL, Help.Depth.ONE_LEVEL));
        for (String path : paths("")) {
            if (!path.equals("help")) {
                text.append("\n==== lxc ").append(path).append(" --help\n");
                String help = ClientRun.of(folder, path + " --help").succeeded();
                assertThat(help).contains("\n" + Help.GLOBAL_FLAGS);
                text.append(help.replace("\n" + Help.GLOBAL_FLAGS, ""));
            }
        }
        Golden.check("help.txt", text.toString());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasTheSameHelpInAllWays(String path) {
        String help = ClientRun.of(folder, "help " + path).succeeded();
        assertThat(ClientRun.of(folder, path + " -h").succeeded()).isEqualTo(help);
        assertThat(ClientRun.of(folder, path + " --help").succeeded()).isEqualTo(help);
        assertThat(ClientRun.of(folder, "--help " + path).succeeded()).isEqualTo(help);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void aGroupAloneSaysWhatItHasOnStandardErrorAndEndsWell(String path) {
        ClientRun run = ClientRun.of(folder, path);
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(ClientRun.of(folder, path + " --help").succeeded());
    }

    @Test
    void theProgramAloneShowsTheCommandsAndEndsWell() {
        String text = ClientRun.of(folder, io.gantry.cli.fixture.FakeTerminal.piped(""))
                .succeeded();
        assertThat(text).contains("launch").doesNotContain("monitor");
        assertThat(ClientRun.of(folder, "help").succeeded()).isEqualTo(text);
        assertThat(ClientRun.of(folder, "--help").succeeded()).isEqualTo(text);
        assertThat(ClientRun.of(folder, "help --all").succeeded()).contains("monitor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec", "launch", "query", "remote add", "profile assign", "config device add"})
    void aCommandThatNeedsArgumentsShowsItsHelpWithoutAny(String path) {
        assertThat(ClientRun.of(folder, path).succeeded())
                .isEqualTo(ClientRun.of(folder, path + " --help").succeeded());
    }

    @Test
    void unknownWordsAreRefused() {
        assertThat(ClientRun.of(folder, "config nope").refused())
                .contains("unknown command \"nope\" for \"lxc config\"");
        assertThat(ClientRun.of(folder, "help nope").refused()).contains("no command \"nope\"");
    }

    @Test
    void helpNeedsNoUsableConfiguration() {
        Path nowhere = folder.resolve("file/not/folder");
        assertThat(ClientRun.of(
                                folder,
                                java.util.Map.of("LXD_CONF", nowhere.toString()),
                                io.gantry.cli.fixture.FakeTerminal.piped(""),
                                "help")
                        .succeeded())
                .contains("Available Commands:");
    }

    @Test
    void allLevelsAreShownWhereAskedFor() {
        String group = ClientRun.of(folder, "storage --help --sub-commands").succeeded();
        assertThat(group).contains("  volume      Manage storage volumes\n    create      Create new custom");
        for (String line : new String[] {"help --sub-commands", "--sub-commands", "--help --sub-commands"}) {
            assertThat(ClientRun.of(folder, line).succeeded()).contains("""
                      config      Manage instance and server configuration options
                        device      Manage devices
                          add         Add instance devices
                    """);
        }
        assertThat(ClientRun.of(folder, "help").succeeded()).doesNotContain("Add instance devices");
    }
}
