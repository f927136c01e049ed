package io.gantry.system.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds wherever programs run in containers. The container has {@code /tmp}, {@code /etc} and a shell. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class ContainerExecContract {
    @TempDir
    private Path directory;

    protected abstract ContainerExec exec();

    /** The name of a container that runs. */
    protected abstract String container();

    private AttachRequest request(String... command) {
        return in("/", command);
    }

    private AttachRequest in(String workingDirectory, String... command) {
        return new AttachRequest(
                container(),
                0,
                0,
                workingDirectory,
                Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "GREETING", "good day"),
                List.of(command));
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private String output(AttachRequest request) throws IOException {
        try (AttachedProgram program = exec().withPipes(request)) {
            program.input().close();
            String output = text(program.output());
            assertThat(program.waitFor()).isZero();
            return output;
        }
    }

    private int status(String... command) {
        try (AttachedProgram program = exec().withPipes(request(command))) {
            return program.waitFor();
        }
    }

    @Test
    void outputAndStatusComeBack() throws IOException {
        assertThat(output(request("echo", "two words", "and more"))).isEqualTo("two words and more\n");
        assertThat(status("sh", "-c", "exit 7")).isEqualTo(7);
    }

    @Test
    void errorsHaveAStreamOfTheirOwn() throws IOException {
        try (AttachedProgram program = exec().withPipes(request("sh", "-c", "echo no good >&2"))) {
            assertThat(text(program.errors())).isEqualTo("no good\n");
            assertThat(text(program.output())).isEmpty();
        }
    }

    @Test
    void inputGoesInUntilItIsClosed() throws IOException {
        try (AttachedProgram program = exec().withPipes(request("cat"))) {
            try (var input = program.input()) {
                input.write("line\n".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(text(program.output())).isEqualTo("line\n");
            assertThat(program.waitFor()).isZero();
        }
    }

    @Test
    void theProgramSeesItsEnvironmentAndNoOther() throws IOException {
        assertThat(output(request("env")).lines())
                .contains("GREETING=good day", "container=lxc")
                .noneMatch(line -> line.startsWith("JAVA") || line.startsWith("LXC_"));
    }

    @Test
    void theProgramStandsInItsDirectoryOrInTheRoot() throws IOException {
        assertThat(output(in("/tmp", "pwd"))).isEqualTo("/tmp\n");
        assertThat(output(in("/no/such/directory", "pwd"))).isEqualTo("/\n");
    }

    @Test
    void whatIsNotThereOrNoProgramHasAStatusOfItsOwn() {
        assertThat(status("no-such-program")).isEqualTo(127);
        assertThat(status("/etc")).isEqualTo(126);
    }

    @Test
    void aSignalEndsIt() {
        try (AttachedProgram program = exec().withPipes(request("sleep", "1000"))) {
            program.signal(15);
            assertThat(program.waitFor()).isEqualTo(128 + 15);
        }
    }

    @Test
    void itIsKilledWhenItsUserIsGone() {
        try (AttachedProgram program = exec().withPipes(request("sleep", "1000"))) {
            program.abandon();
            assertThat(program.waitFor()).isEqualTo(128 + 9);
            program.signal(15);
        }
    }

    @Test
    void filesGetWhatItSays() throws IOException {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        for (int turn = 0; turn < 2; turn++) {
            try (Attached program = exec().toFiles(request("echo", "again"), output, errors)) {
                assertThat(program.waitFor()).isZero();
            }
        }
        assertThat(Files.readString(output)).isEqualTo("again\nagain\n");
        assertThat(errors).isEmptyFile();
        try (Attached program = exec().toFiles(request("no-such-program"), output, errors)) {
            assertThat(program.waitFor()).isEqualTo(127);
        }
    }

    @Test
    void aTerminalHasASizeThatIsKnownInside() throws IOException {
        try (AttachedTerminal terminal = exec().onTerminal(request("stty", "size"), new WindowSize(132, 43))) {
            assertThat(text(terminal.output()).strip()).isEqualTo("43 132");
            assertThat(terminal.waitFor()).isZero();
        }
    }

    @Test
    void whatIsTypedGoesInUntilTheEndIsTyped() throws IOException {
        try (AttachedTerminal terminal = exec().onTerminal(request("cat"), new WindowSize(80, 24))) {
            terminal.resize(new WindowSize(100, 30));
            terminal.type(ByteBuffer.wrap("word\n\u0004".getBytes(StandardCharsets.UTF_8)));
            assertThat(text(terminal.output())).contains("word");
            assertThat(terminal.waitFor()).isZero();
        }
    }

    @Test
    void aTerminalThatHangsUpEndsTheProgram() throws IOException {
        try (AttachedTerminal terminal = exec().onTerminal(request("sleep", "1000"), new WindowSize(80, 24))) {
            terminal.hangUp();
            assertThat(terminal.waitFor()).isEqualTo(128 + 1);
        }
    }

    @Test
    void aTerminalIsKilledWhenItsUserIsGone() {
        try (AttachedTerminal terminal = exec().onTerminal(request("sleep", "1000"), new WindowSize(80, 24))) {
            terminal.abandon();
            assertThat(terminal.waitFor()).isEqualTo(128 + 9);
        }
    }
}
