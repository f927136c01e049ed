package io.gantry.daemon.instance;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What runs on a host of tests, by the names of the instances. It outlives the daemon, as containers do. Thread-safe. */
public final class FakeContainers {
    private final Map<String, RunState> running = new ConcurrentSkipListMap<>();

    /** What runs or is frozen now. */
    public Map<String, RunState> running() {
        return new TreeMap<>(running);
    }

    /** What runs here, once more and apart from it. */
    public FakeContainers copy() {
        var copy = new FakeContainers();
        copy.running.putAll(running);
        return copy;
    }

    RunState state(String name) {
        return running.getOrDefault(name, new RunState.Stopped());
    }

    void put(String name, RunState state) {
        running.put(name, state);
    }

    void remove(String name) {
        running.remove(name);
    }
}
