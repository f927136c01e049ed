package io.gantry.daemon.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.InstanceExecPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.RunState;
import io.gantry.system.attach.AttachRequest;
import io.gantry.system.attach.Attached;
import io.gantry.system.attach.AttachedProgram;
import io.gantry.system.attach.AttachedTerminal;
import io.gantry.system.attach.ContainerExec;
import io.gantry.system.attach.FakeContainerExec;
import io.gantry.system.attach.WindowSize;
import io.gantry.system.command.Command;
import io.gantry.system.command.MissingProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs for clients: each way to run one, each refusal, each way that it ends. */
@SuppressWarnings("NullAway.Init") // made before each test
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ExecServiceTest {
    @TempDir
    private Path logs;

    private final FakeContainerExec containers = new FakeContainerExec();
    private ExecFixture bench;

    @BeforeEach
    void make() {
        bench = new ExecFixture(containers, logs);
    }

    private static InstanceExecPost.Builder run(String... command) {
        return InstanceExecPost.of(List.of(command));
    }

    /** Connects all channels that a client of today connects. */
    private void connect(String... channels) {
        for (String channel : channels) {
            bench.channel(channel);
        }
    }

    private void piped(String... command) {
        connect("0", "1", "2", "control");
        bench.start(run(command).build());
    }

    private void onTerminal(String... command) {
        connect("0", "control");
        bench.start(run(command).interactive(true).width(132).height(43).build());
    }

    @Test
    void whatCannotRunIsRefusedAtOnce() {
        assertThatThrownBy(() -> bench.start(run().build())).hasMessageContaining("no command");
        assertThatThrownBy(() -> bench.start(
                        new InstanceKey("default", "c2"), run("echo").build()))
                .hasMessageContaining("c2");
        bench.is(new RunState.Frozen(1));
        assertThatThrownBy(() -> bench.start(run("echo").build())).hasMessageContaining("frozen");
        bench.is(new RunState.Stopped());
        assertThatThrownBy(() -> bench.start(run("echo").build()))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.INVALID_REQUEST))
                .hasMessageContaining("start c1 first");
        assertThat(containers.requests()).isEmpty();
        assertThat(bench.events()).isEmpty();
    }

    @Test
    void theClientLearnsWhatRuns() throws Exception {
        piped("echo", "hello");

        assertThat(bench.plan().metadata())
                .containsEntry("command", List.of("echo", "hello"))
                .containsEntry("interactive", false)
                .containsKey("environment");
        assertThat(bench.plan().secretsUnder()).isEqualTo("fds");
        assertThat(bench.plan().resources()).containsEntry("instances", List.of("/1.0/instances/c1"));
        assertThat(bench.events()).containsExactly("instance-exec /1.0/instances/c1 {command=[echo, hello]}");
        bench.end();
    }

    @Test
    void inputOutputAndErrorsHaveAChannelEach() throws Exception {
        piped("cat");
        bench.channel("0").say("one ");
        bench.channel("0").say("two");
        bench.channel("0").sayText("");

        assertThat(bench.channel("1").hear()).isEqualTo("one two");
        assertThat(bench.channel("2").hear()).isEmpty();
        assertThat(bench.end()).containsEntry("return", 0);
        bench.channel("1").awaitClose();
        bench.channel("2").awaitClose();
        bench.channel("0").awaitClose();
    }

    @Test
    void errorsComeOnTheirChannel() throws Exception {
        piped("sh", "-c", "echo no good >&2");

        assertThat(bench.channel("2").hear()).isEqualTo("no good\n");
        assertThat(bench.channel("1").hear()).isEmpty();
        assertThat(bench.end()).containsEntry("return", 0);
    }

    @Test
    void theStatusIsTold() throws Exception {
        piped("sh", "-c", "exit 7");

        assertThat(bench.end()).containsEntry("return", 7);
    }

    @Test
    void whatIsNotThereOrNoProgramMakesTheOperationFail() {
        piped("no-such-program");
        assertThatThrownBy(() -> bench.end()).hasMessage("Command not found");
        assertThat(bench.published()).containsEntry("return", 127);

        bench = new ExecFixture(containers, logs);
        piped("/etc");
        assertThatThrownBy(() -> bench.end()).hasMessage("Command not executable");
        assertThat(bench.published()).containsEntry("return", 126);
    }

    @Test
    void signalsReachTheProgram() throws Exception {
        piped("sleep", "1000");
        bench.channel("control").say("{\"command\":\"signal\",\"signal\":15}");

        assertThat(bench.end()).containsEntry("return", 128 + 15);
        assertThat(containers.signals()).containsExactly(15);
    }

    @Test
    void whatMakesNoSenseOnTheControlChannelIsNoEnd() throws Exception {
        piped("sleep", "1000");
        bench.channel("control").sayText("nonsense");
        bench.channel("control").sayText("{\"command\":\"dance\"}");
        bench.channel("control").sayText("{\"command\":\"window-resize\",\"args\":{\"width\":\"wide\"}}");
        bench.channel("control")
                .sayText("{\"command\":\"window-resize\",\"args\":{\"width\":\"80\",\"height\":\"24\"}}");
        bench.channel("control").sayText("{\"command\":\"signal\",\"signal\":2}");

        assertThat(bench.end()).containsEntry("return", 128 + 2);
    }

    @Test
    void aClientThatGoesTakesItsProgramAlong() throws Exception {
        piped("sleep", "1000");
        bench.channel("control").close();

        assertThat(bench.end()).containsEntry("return", 128 + 9);
    }

    @Test
    void aClientWithoutAControlChannelIsGoneWhenItsOutputCloses() throws Exception {
        connect("0", "1", "2");
        bench.start(run("sleep", "1000").build());
        bench.channel("1").close();

        assertThat(bench.end()).containsEntry("return", 128 + 9);
    }

    @Test
    void aClientThatDoesNotConnectRunsNothing() {
        connect("0", "1");
        bench.start(run("echo").build());

        assertThatThrownBy(() -> bench.end()).hasMessageContaining("nobody has connected 2");
        assertThat(containers.requests()).isEmpty();
    }

    @Test
    void aTerminalShowsWhatIsTypedUntilItsEnd() throws Exception {
        onTerminal("cat");
        bench.channel("0").say("word\n");
        bench.channel("0").sayText("");

        assertThat(bench.channel("0").hear()).isEqualTo("word\n");
        assertThat(bench.end()).containsEntry("return", 0);
        bench.channel("0").awaitClose();
    }

    @Test
    void aTerminalHasTheClientsSizeAsFarAsThatIsOne() throws Exception {
        onTerminal("stty", "size");
        assertThat(bench.channel("0").hear()).isEqualTo("43 132\n");

        bench = new ExecFixture(containers, logs);
        connect("0", "control");
        bench.start(run("stty", "size")
                .interactive(true)
                .width(-1)
                .height(1_000_000)
                .build());
        assertThat(bench.channel("0").hear()).isEqualTo("65535 0\n");
    }

    @Test
    void aTerminalWhoseClientGoesHangsUp() throws Exception {
        connect("0");
        bench.start(run("sleep", "1000").interactive(true).build());
        bench.channel("0").close();

        assertThat(bench.end()).containsEntry("return", 128 + 1);
    }

    @Test
    void aTerminalWhoseControlChannelIsLostIsKilled() throws Exception {
        onTerminal("sleep", "1000");
        bench.channel("control").close();

        assertThat(bench.end()).containsEntry("return", 128 + 9);
    }

    @Test
    void withoutChannelsTheOutputIsRecordedWhereClientsFetchIt() throws Exception {
        bench.start(
                run("echo", "kept").waitForWebsocket(false).recordOutput(true).build());

        assertThat(bench.end())
                .containsEntry("return", 0)
                .containsEntry(
                        "output",
                        Map.of(
                                "1", "/1.0/instances/c1/logs/exec_0123.stdout",
                                "2", "/1.0/instances/c1/logs/exec_0123.stderr"));
        assertThat(Files.readString(logs.resolve("c1/exec_0123.stdout"))).isEqualTo("kept\n");
        assertThat(logs.resolve("c1/exec_0123.stderr")).isEmptyFile();
    }

    @Test
    void withoutChannelsAndARecordTheOutputIsThrownAway() throws Exception {
        bench.start(run("echo", "lost").waitForWebsocket(false).build());

        assertThat(bench.end()).containsEntry("return", 0).doesNotContainKey("output");
        assertThat(logs).isEmptyDirectory();
    }

    @Test
    void aRecordedProgramThatIsNotThereMakesTheOperationFail() {
        bench.start(run("no-such-program").waitForWebsocket(false).build());

        assertThatThrownBy(() -> bench.end()).hasMessage("Command not found");
    }

    private AttachRequest asked(InstanceExecPost request) throws Exception {
        connect("0", "1", "2", "control");
        bench.start(request);
        bench.end();
        return containers.requests().getLast();
    }

    @Test
    void theRequestsVariablesComeBeforeTheInstances() throws Exception {
        bench.option("environment.EDITOR", "vi");
        bench.option("environment.LANG", "de_DE.UTF-8");
        bench.option("user.thing", "not a variable");

        AttachRequest asked =
                asked(run("echo").environment(Map.of("EDITOR", "ed", "X", "1")).build());

        assertThat(asked.environment())
                .containsEntry("EDITOR", "ed")
                .containsEntry("X", "1")
                .containsEntry("LANG", "de_DE.UTF-8")
                .containsEntry("HOME", "/root")
                .containsEntry("USER", "root")
                .doesNotContainValue("not a variable");
        assertThat(asked.environment().get("PATH")).startsWith("/usr/local/sbin:/usr/local/bin:");
        assertThat(asked.directory()).isEqualTo("/root");
        assertThat(asked.container()).isEqualTo("c1");
        assertThat(asked.command()).containsExactly("echo");
    }

    @Test
    void othersThanRootHaveNoHomeUnlessTheySayOne() throws Exception {
        AttachRequest asked = asked(run("echo").user(1000).group(100).build());

        assertThat(asked.environment()).doesNotContainKeys("HOME", "USER").containsEntry("LANG", "C.UTF-8");
        assertThat(asked.user()).isEqualTo(1000);
        assertThat(asked.group()).isEqualTo(100);
        assertThat(asked.directory()).isEqualTo("/");
    }

    @Test
    void theRequestsDirectoryComesBeforeTheHome() throws Exception {
        assertThat(asked(run("echo").cwd("/tmp").build()).directory()).isEqualTo("/tmp");
    }

    /** Nothing can be started. */
    private static final class Broken implements ContainerExec {
        @Override
        public AttachedProgram withPipes(AttachRequest request) {
            throw missing();
        }

        @Override
        public AttachedTerminal onTerminal(AttachRequest request, WindowSize size) {
            throw missing();
        }

        @Override
        public Attached toFiles(AttachRequest request, Path output, Path errors) {
            throw missing();
        }

        private static MissingProgramException missing() {
            return new MissingProgramException(Command.of("gantry-attach"), new IOException("not there"));
        }
    }

    @Test
    void aHelperThatCannotStartMakesTheOperationFailAndClosesItsChannels() throws Exception {
        bench = new ExecFixture(new Broken(), logs);
        piped("echo");
        assertThatThrownBy(() -> bench.end()).isInstanceOf(MissingProgramException.class);
        for (String channel : List.of("0", "1", "2")) {
            bench.channel(channel).awaitClose();
        }

        bench = new ExecFixture(new Broken(), logs);
        onTerminal("echo");
        assertThatThrownBy(() -> bench.end()).isInstanceOf(MissingProgramException.class);
        bench.channel("0").awaitClose();

        bench = new ExecFixture(new Broken(), logs);
        bench.start(run("echo").waitForWebsocket(false).build());
        assertThatThrownBy(() -> bench.end()).isInstanceOf(MissingProgramException.class);
    }
}
