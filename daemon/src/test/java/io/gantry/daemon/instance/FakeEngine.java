package io.gantry.daemon.instance;

import io.gantry.api.InstanceState;
import io.gantry.api.InstanceStateCpu;
import io.gantry.api.InstanceStateMemory;
import io.gantry.api.StatusCode;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.effect.Effects;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs instances as entries of {@link FakeContainers}: each change of what runs is one effect. Thread-safe. */
public final class FakeEngine
        implements InstanceEngine, InstanceRuntime, LiveChanges, InstanceStateReader, HostRules, IdRanges {
    private static final String POWER = "volatile.last_state.power";
    private static final long PID = 4711;

    private final Instances instances;
    private final FakeContainers containers;
    private final Effects effects;

    public FakeEngine(Instances instances, FakeContainers containers, Effects effects) {
        this.instances = instances;
        this.containers = containers;
        this.effects = effects;
    }

    /** Takes over what is known to run, and ends the rest. */
    @Override
    public void start() {
        var known = new TreeMap<String, ExpandedInstance>();
        instances.list().forEach(instance -> known.put(instance.key().name(), instance));
        containers.running().keySet().forEach(name -> {
            ExpandedInstance instance = known.get(name);
            boolean isKnown = instance != null
                    && instance.record().config().getOrDefault(POWER, "").equals("RUNNING");
            if (!isKnown) {
                containers.remove(name);
            }
        });
    }

    @Override
    public InstanceRuntime runtime() {
        return this;
    }

    @Override
    public LiveChanges liveChanges() {
        return this;
    }

    @Override
    public InstanceStateReader states() {
        return this;
    }

    @Override
    public HostRules hostRules() {
        return this;
    }

    @Override
    public IdRanges ids() {
        return this;
    }

    /** Tests start themselves what is to run. */
    @Override
    public void startAll() {}

    @Override
    public RunState state(InstanceKey key) {
        return containers.state(key.name());
    }

    @Override
    public DiskIdmap runningIdmap(InstanceKey key) {
        requireRunning(key);
        return DiskIdmap.parseJson("[]");
    }

    @Override
    public void start(InstanceKey key) {
        if (state(key).isActive()) {
            throw DaemonException.conflict("The instance is already running: " + key);
        }
        effects.happen("start container " + key);
        containers.put(key.name(), new RunState.Running(PID));
        try {
            keepPower(key, "RUNNING");
        } catch (RuntimeException e) {
            effects.happen("kill container " + key);
            containers.remove(key.name());
            throw e;
        }
    }

    private void keepPower(InstanceKey key, String power) {
        instances.change(key, record -> {
            var config = new HashMap<>(record.config());
            config.put(POWER, power);
            return record.withConfig(config);
        });
    }

    @Override
    public void shutDown(InstanceKey key, Duration limit) {
        end(key, "shut down container ");
    }

    @Override
    public void kill(InstanceKey key) {
        end(key, "kill container ");
    }

    private void end(InstanceKey key, String act) {
        requireRunning(key);
        effects.happen(act + key);
        containers.remove(key.name());
        keepPower(key, "STOPPED");
    }

    @Override
    public void freeze(InstanceKey key) {
        requireRunning(key);
        effects.happen("freeze container " + key);
        containers.put(key.name(), new RunState.Frozen(PID));
    }

    @Override
    public void unfreeze(InstanceKey key) {
        requireRunning(key);
        effects.happen("thaw container " + key);
        containers.put(key.name(), new RunState.Running(PID));
    }

    private void requireRunning(InstanceKey key) {
        if (!state(key).isActive()) {
            throw DaemonException.conflict("The instance isn't running: start " + key + " first");
        }
    }

    @Override
    public void apply(ExpandedInstance before, ExpandedInstance after) {
        if (state(before.key()).isActive()) {
            effects.happen("change container " + before.key());
        }
    }

    @Override
    public StatusCode status(InstanceKey key) {
        return switch (state(key)) {
            case RunState.Stopped _ -> StatusCode.STOPPED;
            case RunState.Running _ -> StatusCode.RUNNING;
            case RunState.Frozen _ -> StatusCode.FROZEN;
        };
    }

    @Override
    public InstanceState read(ExpandedInstance instance) {
        StatusCode status = status(instance.key());
        boolean isActive = state(instance.key()).isActive();
        return new InstanceState(
                status.text(),
                status.code(),
                Map.of(),
                new InstanceStateMemory(0, 0, 0, 0),
                null,
                isActive ? PID : 0,
                isActive ? 1 : 0,
                new InstanceStateCpu(0));
    }

    @Override
    public void check(Map<String, String> config) {}

    @Override
    public void allot(ExpandedInstance instance, Consumer<InstanceRecord> store) {
        store.accept(instance.record());
    }
}
