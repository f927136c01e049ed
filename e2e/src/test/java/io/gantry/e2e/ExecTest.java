package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.DaemonUnderTest;
import io.gantry.e2e.fixture.TwoHosts;
import io.gantry.e2e.fixture.Typist;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Programs in a container on a terminal and on pipes: how they end, in whatever order their streams end. */
@Tag(DaemonUnderTest.CLIENT)
@Tag(DaemonUnderTest.ALWAYS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the host is made once for all tests of the class
class ExecTest {
    private TwoHosts hosts;
    private Daemon daemon;
    private Client user;

    @BeforeAll
    void start() {
        hosts = new TwoHosts();
        daemon = hosts.first().startDaemon();
        user = hosts.first().client();
        user.lxc("storage", "create", "pool", "dir");
        user.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
        user.lxc(
                "image",
                "import",
                BusyboxImage.writeTo(hosts.scratch().folder()).toString(),
                "--alias",
                "bb");
        user.lxc("launch", "bb", "c1", "-c", "limits.kernel.nofile=3000:4000");
    }

    @AfterAll
    void stop() {
        daemon.close();
        hosts.close();
    }

    private Command exec(String... words) {
        return user.command("exec", "c1").with(words);
    }

    private Command shell(String line) {
        return exec("--", "sh", "-c", line);
    }

    @Test
    void aTerminalsProgramEndsWithItsStatusTimeAndAgain() {
        List<Integer> statuses = IntStream.range(0, 16)
                .parallel()
                .map(_ ->
                        new Typist().at(exec("-t", "--", "sh", "-c", "exit 7")).status())
                .boxed()
                .toList();

        assertThat(statuses).hasSize(16).containsOnly(7);
    }

    @Test
    void aShellFollowsTheWindowAndEndsByExitOrByTheEndOfFile() {
        var left = new Typist()
                .sees("# ")
                .types("stty size\r")
                .sees("24 80")
                .resizes(33, 99)
                .types("while [ \"$(stty size)\" != '33 99' ]; do :; done; stty size; exit 9\r")
                .sees("33 99\r\n")
                .at(exec("--", "sh"));
        assertThat(left.status()).isEqualTo(9);

        assertThat(new Typist().sees("# ").types("\u0004").at(exec("--", "sh")).status())
                .isZero();
    }

    @Test
    void signalsAndInterruptsReachTheProgram() {
        for (var signal : List.of("TERM", "INT", "HUP", "USR1")) {
            // LXD may lose what is shown last: the status says that the program was told.
            String line = "trap 'exit 42' " + signal + "; echo ready; while :; do sleep 1; done";
            assertThat(new Typist().sees("ready").sends(signal).at(shell(line)).status())
                    .as(signal)
                    .isEqualTo(42);
        }
        assertThat(new Typist()
                        .sees("ready")
                        .types("\u0003")
                        .at(shell("echo ready; sleep 60"))
                        .status())
                .isEqualTo(130);
    }

    @Test
    void theEndOfAnInputThatIsNoTerminalIsTypedAtATerminal() {
        var shown = exec("-t", "--", "cat").input("whole\nbroken").run().succeeded();
        assertThat(shown.text()).contains("broken");
        assertThat(exec("-t", "--", "sh", "-c", "cat; echo done; exit 4").run())
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(4))
                .satisfies(outcome -> assertThat(outcome.text()).contains("done"));
    }

    @Test
    void whatRunsInTheBackgroundOfATerminalIsNotWaitedFor() {
        assertThat(new Typist()
                        .at(exec("-t", "--", "sh", "-c", "sleep 600 & echo said; exit 7"))
                        .status())
                .isEqualTo(7);
    }

    @Test
    void whatRunsInTheBackgroundOnPipesIsReadToItsEnd() throws IOException, InterruptedException {
        Process process = shell(
                        "mkfifo /tmp/gate; (cat /tmp/gate; echo late; echo late >&2; echo x > /tmp/alive) & echo started; exit 5")
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("started");
            shell("echo open > /tmp/gate").output();

            assertThat(output.readAllLines()).containsExactly("open", "late");
            assertThat(errors.readAllLines()).containsExactly("late");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(5);
        } finally {
            process.destroyForcibly();
        }
        assertThat(shell("cat /tmp/alive").output()).isEqualTo("x");
    }

    @Test
    void aProgramWithoutChannelsEndsBeforeItsBackground() {
        String reply = user.lxc("query", "-X", "POST", "--wait", "-d", """
                {"command": ["sh", "-c", "mkfifo /tmp/gate2; (cat /tmp/gate2; echo late) & echo started; exit 4"],
                 "record-output": true}""", "/1.0/instances/c1/exec");
        assertThat(reply).contains("\"return\": 4");

        shell("echo open > /tmp/gate2; while [ -e /proc/$(pidof cat | cut -d' ' -f1) ] && pidof cat; do :; done")
                .output();
        String log = reply.replaceAll("(?s).*\"1\": \"([^\"]*)\".*", "$1");
        Await.until(
                "the background has written",
                Duration.ofSeconds(20),
                () -> user.lxc("query", "--raw", log).contains("open\nlate"));
        assertThat(user.lxc("query", "--raw", log)).startsWith("started");
    }

    @Test
    void closedDescriptorsAreEmpty() {
        var closedInput = Command.of("sh", "-c", "exec \"$@\" <&-", "sh");
        assertThat(throughShell(closedInput, exec("-T", "--", "wc", "-c")).output())
                .isEqualTo("0");
        var closedOutputs = Command.of("sh", "-c", "exec \"$@\" >&- 2>&-", "sh");
        assertThat(throughShell(closedOutputs, shell("echo out; echo err >&2; exit 3"))
                        .run()
                        .status())
                .isEqualTo(3);
    }

    private static Command throughShell(Command shell, Command command) {
        return new Command(
                shell.with(command.words().toArray(String[]::new)).words(),
                command.environment(),
                command.input(),
                command.limit());
    }

    @Test
    void anyLocaleIsGoodForAnyText() throws IOException {
        for (String locale : List.of("C", "POSIX", "xx_XX.UTF-8")) {
            assertThat(inLocale(locale, exec("--env", "A=é", "--", "sh", "-c", "printf '%s ü' \"$A\""))
                            .output())
                    .isEqualTo("é ü");
        }
        inLocale("C", user.command("config", "set", "c1", "user.text", "日本")).output();
        assertThat(inLocale("C", user.command("config", "get", "c1", "user.text"))
                        .output())
                .isEqualTo("日本");
        var file = Files.writeString(hosts.scratch().folder("locale").resolve("ü"), "text");
        inLocale("C", user.command("file", "push", file.toString(), "c1/root/")).output();
        assertThat(exec("--", "ls", "/root").output()).isEqualTo("ü");
        inLocale(
                        "C",
                        user.command(
                                "file",
                                "pull",
                                "c1/root/ü",
                                hosts.scratch().folder("pulled").toString()))
                .output();
        assertThat(hosts.scratch().folder("pulled").resolve("ü")).hasContent("text");
    }

    private static Command inLocale(String name, Command command) {
        return command.environment("LC_ALL", name);
    }

    @Test
    void aMissingProgramAndOneThatIsNoneAreSaidToBe() {
        for (var mode : List.of("-T", "-t")) {
            var missing = exec(mode, "--", "no-such-program").run();
            assertThat(missing.status()).isEqualTo(127);
            assertThat(missing.errorText()).contains("Command not found");
            var data = exec(mode, "--", "/etc/passwd").run();
            assertThat(data.status()).isEqualTo(126);
            assertThat(data.errorText()).contains("Command not executable");
        }
    }

    @Test
    void theKernelsLimitsOfTheContainerHoldForItsProgramsToo() {
        assertThat(exec("--", "grep", "open files", "/proc/self/limits").output())
                .matches("Max open files +3000 +4000 +files *");
    }

    @Test
    void aDaemonThatIsGoneEndsTheClientWithAnError() throws IOException, InterruptedException {
        Process process = shell("echo ready; exec sleep 600").start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            daemon.kill();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("Error: ");
        } finally {
            process.destroyForcibly();
            daemon.startAgain();
        }
        shell("pkill sleep").run();
    }

    @Test
    void aClientThatIsGoneEndsTheProgram() throws IOException, InterruptedException {
        for (var mode : List.of("-T", "-t")) {
            Process process = exec(
                            mode, "--", "sh", "-c", "mkfifo /tmp/x" + mode + "; echo ready; exec cat /tmp/x" + mode)
                    .start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(output.readLine()).isEqualTo("ready");
            } finally {
                process.destroyForcibly();
            }
            Await.until(
                    "the program is gone",
                    Duration.ofSeconds(60),
                    () -> shell("ps | grep '[c]at /tmp/x" + mode + "'").run().status() == 1);
        }
    }
}
