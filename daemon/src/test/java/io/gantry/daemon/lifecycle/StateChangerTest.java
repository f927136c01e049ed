package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.InstanceStatePut;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.RunState;
import io.gantry.storage.idmap.DiskIdmap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the runtime for each action in each state. */
class StateChangerTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final RunState STOPPED = new RunState.Stopped();
    private static final RunState RUNNING = new RunState.Running(4711);
    private static final RunState FROZEN = new RunState.Frozen(4711);

    @TempDir
    Path folder;

    private final NotedRuntime runtime = new NotedRuntime();
    private ActTools host;
    private StateChanger changer;

    @BeforeEach
    void open() throws IOException {
        host = new ActTools(folder);
        host.add("c1", Map.of());
        changer = new StateChanger(
                host.tools(), runtime, new InstanceDeleter(host.tools(), runtime, folder.resolve("logs")));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private List<String> asked(RunState state, InstanceStatePut wanted) {
        runtime.state = state;
        runtime.asked.clear();
        changer.change(C1, wanted);
        return runtime.asked;
    }

    private static InstanceStatePut wanted(String action) {
        return new InstanceStatePut(action, 5, false, false);
    }

    @Test
    void startingStartsOrThaws() {
        assertThat(asked(STOPPED, wanted("start"))).containsExactly("start c1");
        assertThat(asked(FROZEN, wanted("start"))).containsExactly("unfreeze c1");
    }

    @Test
    void stoppingAsksFirstOrKills() {
        assertThat(asked(RUNNING, wanted("stop"))).containsExactly("shut down c1 within PT5S");
        assertThat(asked(RUNNING, InstanceStatePut.forced("stop"))).containsExactly("kill c1");
    }

    /** What is frozen cannot hear that it is to end. */
    @Test
    void whatIsFrozenIsThawedToShutDown() {
        assertThat(asked(FROZEN, wanted("stop"))).containsExactly("unfreeze c1", "shut down c1 within PT5S");
        assertThat(asked(FROZEN, InstanceStatePut.forced("stop"))).containsExactly("kill c1");
    }

    @Test
    void noTimeMeansForEver() {
        assertThat(asked(RUNNING, new InstanceStatePut("stop", 0, false, false)))
                .containsExactly("shut down c1 within PT-1S");
        assertThat(asked(RUNNING, new InstanceStatePut("stop", -1, false, false)))
                .containsExactly("shut down c1 within PT-1S");
    }

    @Test
    void restartingIsStoppingAndStarting() {
        assertThat(asked(RUNNING, wanted("restart"))).containsExactly("shut down c1 within PT5S", "start c1");
        assertThat(asked(RUNNING, InstanceStatePut.forced("restart"))).containsExactly("kill c1", "start c1");
        assertThat(asked(FROZEN, wanted("restart")))
                .containsExactly("unfreeze c1", "shut down c1 within PT5S", "start c1");
    }

    @Test
    void freezingAndThawing() {
        assertThat(asked(RUNNING, wanted("freeze"))).containsExactly("freeze c1");
        assertThat(asked(FROZEN, wanted("unfreeze"))).containsExactly("unfreeze c1");
    }

    @Test
    void whatDoesNotFitIsNotTried() {
        Map<String, List<RunState>> unfitting = Map.of(
                "start", List.of(RUNNING),
                "stop", List.of(STOPPED),
                "restart", List.of(STOPPED),
                "freeze", List.of(STOPPED, FROZEN),
                "unfreeze", List.of(STOPPED, RUNNING));
        unfitting.forEach((action, states) -> states.forEach(state -> {
            assertThatThrownBy(() -> asked(state, wanted(action)))
                    .as("%s of %s", action, state)
                    .hasMessageContaining("c1");
            assertThat(runtime.asked).isEmpty();
        }));
    }

    @Test
    void operationsSayWhatTheyDoAndCanBeCancelled() {
        asked(STOPPED, wanted("start"));
        asked(RUNNING, wanted("stop"));
        asked(RUNNING, wanted("restart"));
        asked(RUNNING, wanted("freeze"));
        asked(FROZEN, wanted("unfreeze"));

        assertThat(host.operations())
                .containsExactly(
                        "Starting instance",
                        "Stopping instance",
                        "Restarting instance",
                        "Freezing instance",
                        "Unfreezing instance");
        assertThat(host.plans()).allMatch(plan -> plan.mayCancel());
    }

    @Test
    void whatMakesNoSenseBeginsNoOperation() {
        assertThatThrownBy(() -> asked(STOPPED, wanted("dance")))
                .hasMessage("Unknown action dance: it is start, stop, restart, freeze or unfreeze");
        assertThatThrownBy(() -> asked(RUNNING, new InstanceStatePut("stop", 5, false, true)))
                .hasMessageContaining("leave out --stateful");
        assertThatThrownBy(() -> changer.change(ActTools.key("c2"), wanted("start")))
                .hasMessage("Instance not found: c2");

        assertThat(host.operations()).isEmpty();
    }

    @Test
    void whoeverIsBusyIsLetAlone() {
        try (var _ = host.locks().acquire(C1, "snapshot")) {
            assertThatThrownBy(() -> asked(STOPPED, wanted("start")))
                    .hasMessageContaining("c1 has a \"snapshot\" under way");
        }
        assertThat(runtime.asked).isEmpty();
    }

    @Test
    void othersAreToldWhatIsUnderWay() {
        runtime.during = () -> assertThatThrownBy(() -> host.locks().acquire(C1, "update"))
                .hasMessageContaining("c1 has a \"restart\" under way");

        assertThat(asked(RUNNING, wanted("restart"))).hasSize(2);
        host.locks().acquireRemoval(C1, "test").close();
    }

    @Test
    void onlyTheStopOfAnEphemeralInstanceRemovesIt() throws IOException {
        host.add(
                "c3",
                InstanceSettings.ofProfiles("x86_64", List.of())
                        .withDevices(Map.of("root", ActTools.root("p")))
                        .withEphemeral(true));
        InstanceKey c3 = ActTools.key("c3");
        runtime.state = RUNNING;
        changer.change(c3, wanted("restart"));
        assertThat(host.tools().isTaken(c3)).isTrue();

        changer.change(c3, wanted("stop"));

        assertThat(host.tools().isTaken(c3)).isFalse();
        assertThat(host.takeTold()).containsExactly("instance-deleted /1.0/instances/c3");
        runtime.state = RUNNING;
        changer.change(C1, wanted("stop"));
        assertThat(host.tools().isTaken(C1)).isTrue();
    }

    /** One instance in a state that a test gives it. */
    private static final class NotedRuntime implements InstanceRuntime {
        private final List<String> asked = new ArrayList<>();
        private RunState state = STOPPED;
        private Runnable during = () -> {};

        private void note(String what, RunState next) {
            during.run();
            asked.add(what);
            state = next;
        }

        @Override
        public RunState state(InstanceKey key) {
            return state;
        }

        @Override
        public DiskIdmap runningIdmap(InstanceKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void start(InstanceKey key) {
            note("start " + key, RUNNING);
        }

        @Override
        public void shutDown(InstanceKey key, Duration limit) {
            note("shut down " + key + " within " + limit, STOPPED);
        }

        @Override
        public void kill(InstanceKey key) {
            note("kill " + key, STOPPED);
        }

        @Override
        public void freeze(InstanceKey key) {
            note("freeze " + key, FROZEN);
        }

        @Override
        public void unfreeze(InstanceKey key) {
            note("unfreeze " + key, RUNNING);
        }
    }
}
