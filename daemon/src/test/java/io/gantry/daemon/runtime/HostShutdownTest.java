package io.gantry.daemon.runtime;

import static io.gantry.daemon.runtime.RuntimeBench.C1;
import static io.gantry.daemon.runtime.RuntimeBench.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.instance.InstanceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // made before each test
class HostShutdownTest {
    @TempDir
    private Path directory;

    private RuntimeBench bench;

    @BeforeEach
    void make() throws IOException {
        bench = new RuntimeBench(directory);
        bench.runtime().adopt();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void run(String name, Map<String, String> config) {
        bench.instances.add(name, config, ROOT);
        bench.runtime().start(new InstanceKey("default", name));
    }

    private List<String> endings() {
        return bench.effects.take().stream()
                .filter(effect -> effect.startsWith("ask ") || effect.startsWith("kill "))
                .toList();
    }

    @Test
    void thoseOfAHigherPriorityEndFirstAndAllStartAgainWithTheDaemon() throws Exception {
        run("c1", Map.of("boot.stop.priority", "1"));
        run("c2", Map.of("boot.stop.priority", "10"));
        bench.effects.take();

        bench.runtime().shutDown();

        assertThat(endings()).containsExactly("ask c2", "ask c1");
        assertThat(bench.option("volatile.last_state.power")).isEqualTo("RUNNING");
        assertThat(bench.traces()).isEmpty();
    }

    @Test
    void oneThatTakesLongerThanItMayIsKilled() {
        run("c1", Map.of("boot.host_shutdown_timeout", "0"));
        bench.lxc.hearsNothing("c1");
        bench.effects.take();

        bench.runtime().shutDown();

        assertThat(endings()).containsExactly("ask c1", "kill c1");
    }

    @Test
    void oneThatIsHeldStillIsLetGoFirst() throws Exception {
        run("c1", Map.of());
        bench.runtime().freeze(C1);
        bench.events.clear();

        bench.runtime().shutDown();

        assertThat(bench.event()).isEqualTo("instance-resumed c1");
        assertThat(bench.event()).isEqualTo("instance-stopped c1");
    }

    @Test
    void oneThatCannotBeEndedKeepsNoOtherFromEnding() {
        run("c1", Map.of("boot.stop.priority", "10"));
        run("c2", Map.of());
        bench.effects.take();
        bench.effects.refuseAll("ask c1");

        bench.runtime().shutDown();

        assertThat(endings()).containsExactly("kill c1", "ask c2");
        bench.effects.refuseNone();
    }

    @Test
    void anEphemeralOneIsGoneAfterwards() {
        bench.instances.addEphemeral("c1", ROOT);
        bench.runtime().start(C1);

        bench.runtime().shutDown();

        bench.instances.awaitDeleted(C1);
    }
}
