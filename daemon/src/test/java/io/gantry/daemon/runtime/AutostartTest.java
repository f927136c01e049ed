package io.gantry.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.HeldLocks;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.MemoryInstances;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AutostartTest {
    private final MemoryInstances instances = new MemoryInstances();
    private final HeldLocks locks = new HeldLocks();
    private final List<String> done = new ArrayList<>();

    private void startAll() {
        new Autostart(
                        instances,
                        new RunningContainers(),
                        locks,
                        key -> {
                            if (key.name().equals("broken")) {
                                throw DaemonException.invalid("broken");
                            }
                            done.add("start " + key);
                        },
                        duration -> done.add("wait " + duration.toSeconds()))
                .startAll();
    }

    private void add(String name, Map<String, String> config) {
        instances.add(name, config, Map.of());
    }

    @Test
    void theKeyDecidesAndElseWhetherItRanBefore() {
        add("always", Map.of("boot.autostart", "TRUE"));
        add("never", Map.of("boot.autostart", "no", "volatile.last_state.power", "RUNNING"));
        add("ran", Map.of("volatile.last_state.power", "RUNNING"));
        add("stopped", Map.of("volatile.last_state.power", "STOPPED"));

        startAll();

        assertThat(done).containsExactly("start always", "wait 0", "start ran", "wait 0");
    }

    @Test
    void thoseOfAHigherPriorityComeFirstAndTheOthersWait() {
        add("low", Map.of("boot.autostart", "true", "boot.autostart.priority", "-1"));
        add("high", Map.of("boot.autostart", "true", "boot.autostart.priority", "5", "boot.autostart.delay", "7"));

        startAll();

        assertThat(done).containsExactly("start high", "wait 7", "start low", "wait 0");
    }

    @Test
    void oneThatFailsOrIsChangedByOthersLeavesTheRest() {
        add("broken", Map.of("boot.autostart", "true"));
        add("held", Map.of("boot.autostart", "true"));
        add("right", Map.of("boot.autostart", "true"));
        try (InstanceLocks.Held _ = locks.acquire(new InstanceKey("default", "held"), "rename")) {
            startAll();
        }

        assertThat(done).containsExactly("start right", "wait 0");
    }

    @Test
    void anInterruptEndsIt() {
        add("one", Map.of("boot.autostart", "true"));
        add("two", Map.of("boot.autostart", "true"));
        new Autostart(instances, new RunningContainers(), locks, key -> done.add("start " + key), _ -> {
                    throw new InterruptedException();
                })
                .startAll();

        assertThat(done).containsExactly("start one");
        assertThat(Thread.interrupted()).isTrue();
    }
}
