package io.gantry.daemon.runtime;

import static io.gantry.daemon.runtime.RuntimeBench.C1;
import static io.gantry.daemon.runtime.RuntimeBench.ROOT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.InstanceState;
import io.gantry.api.StatusCode;
import io.gantry.daemon.instance.InstanceStateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // made before each test
class LxcStateReaderTest {
    @TempDir
    private Path directory;

    private RuntimeBench bench;
    private InstanceStateReader reader;

    @BeforeEach
    void make() throws IOException {
        bench = new RuntimeBench(directory);
        bench.runtime().adopt();
        bench.instances.add("c1", Map.of(), ROOT);
        reader = bench.runtime().stateReader();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private InstanceState read() {
        return reader.read(bench.instances.find(C1));
    }

    private void figure(String file, String text) throws IOException {
        Files.writeString(directory.resolve("cgroup/lxc.payload.c1").resolve(file), text);
    }

    @Test
    void aStoppedInstanceHasADiskAndNothingElse() {
        InstanceState state = read();

        assertThat(reader.status(C1)).isEqualTo(StatusCode.STOPPED);
        assertThat(state.status()).isEqualTo("Stopped");
        assertThat(state.pid()).isZero();
        assertThat(state.network()).isNull();
        assertThat(requireNonNull(requireNonNull(state.disk()).get("root")).usage())
                .isEqualTo(4096);
        assertThat(state.memory().usage()).isZero();
    }

    @Test
    void aRunningOneShowsWhatItsGroupsCount() throws IOException {
        bench.runtime().start(C1);
        figure("memory.current", "1000\n");
        figure("memory.peak", "2000\n");
        figure("memory.swap.current", "30\n");
        figure("memory.swap.peak", "40\n");
        figure("pids.current", "5\n");
        figure("cpu.stat", "usage_usec 7\nuser_usec 6\n");

        InstanceState state = read();

        assertThat(reader.status(C1)).isEqualTo(StatusCode.RUNNING);
        assertThat(state.status()).isEqualTo("Running");
        assertThat(state.pid()).isEqualTo(5000);
        assertThat(state.memory().usage()).isEqualTo(1000);
        assertThat(state.memory().usagePeak()).isEqualTo(2000);
        assertThat(state.memory().swapUsage()).isEqualTo(30);
        assertThat(state.memory().swapUsagePeak()).isEqualTo(40);
        assertThat(state.processes()).isEqualTo(5);
        assertThat(state.cpu().usage()).isEqualTo(7000);
        assertThat(state.disk()).containsOnlyKeys("root");
    }

    @Test
    void whatTheHostDoesNotCountIsSaidToBeUnknown() {
        bench.runtime().start(C1);

        InstanceState state = read();

        assertThat(state.processes()).isEqualTo(-1);
        assertThat(state.cpu().usage()).isEqualTo(-1);
        assertThat(state.memory().usage()).isZero();
    }

    @Test
    void oneThatIsHeldStillIsFrozen() {
        bench.runtime().start(C1);
        bench.runtime().freeze(C1);

        assertThat(reader.status(C1)).isEqualTo(StatusCode.FROZEN);
        assertThat(read().status()).isEqualTo("Frozen");
        assertThat(read().pid()).isEqualTo(5000);
    }
}
