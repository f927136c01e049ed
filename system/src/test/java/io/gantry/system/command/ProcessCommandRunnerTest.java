package io.gantry.system.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProcessCommandRunnerTest {
    private final CommandRunner runner = new ProcessCommandRunner();

    @Test
    void answersWhatTheCommandWrote() {
        CommandOutput output = runner.run(Command.of("printf", "%s\\n", "one", "two"));

        assertThat(output.lines()).containsExactly("one", "two");
    }

    @Test
    void aFailureNamesArgumentsStatusAndTheTailOfTheErrors() {
        assertThatThrownBy(() -> runner.run(Command.of("ls", "/does/not/exist")))
                .isInstanceOfSatisfying(CommandFailedException.class, failure -> {
                    assertThat(failure.exitStatus()).isEqualTo(2);
                    assertThat(failure.errors()).contains("No such file");
                })
                .hasMessageContaining("ls /does/not/exist: exit status 2");
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> runner.run(Command.of("no-such-program-here")))
                .isInstanceOf(MissingProgramException.class)
                .hasMessageContaining("cannot start no-such-program-here");
    }

    @Test
    void doesNotStallOnMuchOutputOnBothStreams() {
        CommandOutput output = runner.run(Command.of(
                "perl", "-e", "for (1..20000) { print STDOUT 'o' x 50, qq(\\n); print STDERR 'e' x 50, qq(\\n); }"));

        assertThat(output.bytes()).hasSize(20000 * 51);
        assertThat(output.errors()).hasSizeLessThanOrEqualTo(8 << 10);
    }

    @Test
    void feedsATextToTheCommand() {
        CommandOutput output = runner.run(Command.of("cat").withInput(new CommandInput.Text("héllo")));

        assertThat(output.text()).isEqualTo("héllo");
    }

    @Test
    void killsTheWholeTreeWhenTheLimitPasses() {
        Command command = Command.of("perl", "-e", "fork; sleep 600").withLimit(Duration.ofMillis(300));

        assertThatThrownBy(() -> runner.run(command)).isInstanceOf(CommandTimedOutException.class);
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .noneMatch(process -> process.info().commandLine().orElse("").contains("fork; sleep 600"));
    }

    @Test
    void killsTheCommandWhenTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(Command.of("sleep", "600")))
                .isInstanceOf(CommandInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aRunningCommandTalksBothWays() throws IOException {
        try (RunningCommand cat = runner.start(Command.of("cat"))) {
            cat.input().write("ping".getBytes(StandardCharsets.UTF_8));
            cat.input().close();

            assertThat(cat.output().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("ping");
            cat.waitForSuccess();
        }
    }

    @Test
    void closingARunningCommandEndsIt() {
        RunningCommand sleeping = runner.start(Command.of("sleep", "600"));
        sleeping.close();

        assertThat(sleeping.waitFor()).isEqualTo(137);
    }
}
