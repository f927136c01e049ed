package io.gantry.daemon.runtime;

import static io.gantry.daemon.runtime.RuntimeBench.C1;
import static io.gantry.daemon.runtime.RuntimeBench.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may become of a container while it runs, without anything that the daemon does. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // made before each test
class RunningContainerTest {
    private static final Duration FOR_EVER = Duration.ofSeconds(-1);

    @TempDir
    private Path directory;

    private RuntimeBench bench;

    @BeforeEach
    void make() throws IOException {
        bench = new RuntimeBench(directory);
        bench.runtime().adopt();
        bench.instances.add("c1", Map.of("volatile.apply_template", "copy"), ROOT);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whatHappenedToTheInstanceIsToldToItsTemplatesOnce() {
        bench.runtime().start(C1);
        assertThat(bench.effects.take()).containsSubsequence("templates COPY", "templates START", "start c1");
        assertThat(bench.option("volatile.apply_template")).isEmpty();
        bench.runtime().kill(C1);
        bench.effects.take();

        bench.runtime().start(C1);

        assertThat(bench.effects.take()).contains("templates START").doesNotContain("templates COPY");
    }

    @Test
    void afterARebootFromInsideItsInitIsAnotherAndItRunsOn() throws Exception {
        bench.runtime().start(C1);
        long before = bench.runtime().state(C1) instanceof RunState.Running(long pid) ? pid : 0;

        long after = bench.lxc.reboot("c1");

        assertThat(after).isNotEqualTo(before);
        assertThat(bench.runtime().state(C1)).isEqualTo(new RunState.Running(after));
        bench.runtime().freeze(C1);
        assertThat(bench.runtime().state(C1)).isEqualTo(new RunState.Frozen(after));
        bench.runtime().kill(C1);
        assertThat(bench.effects.take()).contains("end what is left of " + after);
        assertThat(bench.runtime().state(C1)).isInstanceOf(RunState.Stopped.class);
    }

    @Test
    void oneThatIsAskedWithoutALimitIsWaitedFor() {
        bench.runtime().start(C1);

        bench.runtime().shutDown(C1, FOR_EVER);

        assertThat(bench.option("volatile.last_state.power")).isEqualTo("STOPPED");
    }

    @Test
    void whoWaitsForItsEndMayGiveUpAndItRunsOn() {
        bench.runtime().start(C1);
        bench.lxc.hearsNothing("c1");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> bench.runtime().shutDown(C1, FOR_EVER))
                .isInstanceOfSatisfying(
                        DaemonException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.UNAVAILABLE))
                .hasMessage("waiting for the end of c1 was cancelled");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(bench.runtime().state(C1).isActive()).isTrue();
    }

    @Test
    void cpusThatTheKernelRefusesAreTriedAgainWhenTheyAreNextShared() throws Exception {
        Path cpus = directory.resolve("cgroup/lxc.payload.c1/cpuset.cpus");
        bench.instances.add("c1", Map.of("limits.cpu", "2-3"), ROOT);
        bench.runtime().start(C1);
        assertThat(cpus).content().isEqualToIgnoringWhitespace("2,3");
        bench.instances.add("c1", Map.of("limits.cpu", "0-1"), ROOT);
        Files.delete(cpus);
        bench.instances.add("c2", Map.of("limits.cpu", "1"), ROOT);
        bench.runtime().start(new InstanceKey("default", "c2"));
        assertThat(cpus).doesNotExist();
        Files.writeString(cpus, "2,3");

        bench.runtime().kill(new InstanceKey("default", "c2"));

        assertThat(bench.event()).startsWith("instance-started");
        assertThat(bench.event()).startsWith("instance-started");
        assertThat(bench.event()).isEqualTo("instance-stopped c2");
        assertThat(cpus).content().isEqualToIgnoringWhitespace("0,1");
    }
}
