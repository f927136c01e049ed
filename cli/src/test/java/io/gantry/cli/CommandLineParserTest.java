package io.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cli.failure.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineParserTest {
    private static CommandLineParser.Parsed parse(String... words) {
        CommandLineParser.Split split = CommandLineParser.split(List.of(words));
        return CommandLineParser.parse(CommandTable.command(split.path()), split.rest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list c1 | list",
                "ls | list",
                "config device add c1 eth0 nic | config device add",
                "profile apply c1 default | profile assign",
                "remote set-default foo | remote switch",
                "--debug config --verbose device add | config device add",
                "--project other list | list",
                "config | config",
                "config --help | config",
            })
    void findsTheCommandOfALine(String line, String path) {
        assertThat(CommandLineParser.split(List.of(line.split(" ", -1))).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list --format csv -c ns c1",
                "list c1 --format=csv --columns ns",
                "list -fcsv c1 -cns",
                "list -f csv -c=ns c1",
                "--format csv list c1 -c ns",
                "list -f=csv -c ns -- c1",
            })
    void flagsStandAnywhereInAllTheirForms(String line) {
        CommandLineParser.Parsed parsed = parse(line.split(" ", -1));
        assertThat(parsed.arguments()).containsExactly("c1");
        assertThat(parsed.flags().getOptionValue("format")).isEqualTo("csv");
        assertThat(parsed.flags().getOptionValue("columns")).isEqualTo("ns");
    }

    @Test
    void shortFlagsWithoutValuesMayBeJoined() {
        CommandLineParser.Parsed parsed = parse("delete", "-fiq", "c1");
        assertThat(parsed.flags().hasOption("force")).isTrue();
        assertThat(parsed.flags().hasOption("interactive")).isTrue();
        assertThat(parsed.global().quiet()).isTrue();
        assertThat(parsed.arguments()).containsExactly("c1");
    }

    @Test
    void theLastOfJoinedShortFlagsMayTakeAValue() {
        CommandLineParser.Parsed parsed = parse("launch", "img", "-ec", "user.a=b", "c1");
        assertThat(parsed.flags().hasOption("ephemeral")).isTrue();
        assertThat(parsed.flags().getOptionValue("config")).isEqualTo("user.a=b");
        assertThat(parsed.arguments()).containsExactly("img", "c1");
    }

    @Test
    void aFlagMayComeSeveralTimes() {
        CommandLineParser.Parsed parsed = parse("launch", "img", "-c", "a=1", "--config", "b=2", "-cc=3");
        assertThat(parsed.flags().getOptionValues("config")).containsExactly("a=1", "b=2", "c=3");
    }

    @Test
    void valuesMayBeginWithADash() {
        assertThat(parse("launch", "img", "-c", "-x=1").flags().getOptionValue("config"))
                .isEqualTo("-x=1");
        assertThat(parse("stop", "c1", "--timeout", "-1").flags().getOptionValue("timeout"))
                .isEqualTo("-1");
    }

    @Test
    void aDashAloneIsAnArgument() {
        assertThat(parse("file", "push", "-", "c1/etc/motd").arguments()).containsExactly("-", "c1/etc/motd");
    }

    @Test
    void nothingAfterTwoDashesIsAFlag() {
        CommandLineParser.Parsed parsed = parse("rename", "c1", "--", "-x");
        assertThat(parsed.arguments()).containsExactly("c1", "-x");
    }

    @Test
    void booleanFlagsTakeTrueAndFalse() {
        assertThat(parse("delete", "--force=true", "c1").flags().hasOption("force"))
                .isTrue();
        assertThat(parse("delete", "--force=false", "c1").flags().hasOption("force"))
                .isFalse();
        assertThatThrownBy(() -> parse("delete", "--force=maybe", "c1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("maybe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec c1 -- ls -l",
                "exec c1 ls -l",
                "exec -T c1 -- ls -l",
                "exec c1 -T --env A=b -- ls -l",
                "exec c1 --env=A=b ls -l",
            })
    void theProgramOfExecKeepsItsFlags(String line) {
        assertThat(parse(line.split(" ", -1)).arguments()).containsExactly("c1", "ls", "-l");
    }

    @Test
    void theProgramOfExecKeepsItsTwoDashes() {
        assertThat(parse("exec", "c1", "--", "sh", "-c", "echo $0", "--", "--help")
                        .arguments())
                .containsExactly("c1", "sh", "-c", "echo $0", "--", "--help");
    }

    @Test
    void unknownFlagsAreNamed() {
        assertThatThrownBy(() -> parse("list", "--nope"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown flag --nope");
        assertThatThrownBy(() -> parse("list", "-z"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown flag -z");
    }

    @Test
    void aFlagWithoutItsValueIsNamed() {
        assertThatThrownBy(() -> parse("list", "--format"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--format needs a value");
    }

    @Test
    void unknownCommandsAreNamed() {
        assertThatThrownBy(() -> CommandLineParser.split(List.of("lisst")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown command \"lisst\"");
    }
}
