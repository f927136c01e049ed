package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Instances without a database and without profiles. Thread-safe. */
public final class MemoryInstances implements Instances {
    private static final long LONG_NANOS = 30_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<InstanceKey, InstanceRecord> records = new ConcurrentHashMap<>();
    private final List<InstanceKey> deleted = new ArrayList<>();
    private final Consumer<String> effects;

    public MemoryInstances() {
        this(_ -> {});
    }

    /** @param effects hears of each change before it happens, such as {@code record c1}, and may throw to refuse it */
    public MemoryInstances(Consumer<String> effects) {
        this.effects = effects;
    }

    /** A container in the pool {@code default}. */
    public ExpandedInstance add(String name, Map<String, String> config, Map<String, Map<String, String>> devices) {
        return add(name, config, devices, false);
    }

    /** As {@link #add}, and it is deleted when it ends. */
    public ExpandedInstance addEphemeral(String name, Map<String, Map<String, String>> devices) {
        return add(name, Map.of(), devices, true);
    }

    private ExpandedInstance add(
            String name, Map<String, String> config, Map<String, Map<String, String>> devices, boolean isEphemeral) {
        var key = new InstanceKey("default", name);
        var settings = new InstanceSettings("x86_64", isEphemeral, false, "", config, devices, List.of());
        records.put(key, new InstanceRecord(key, "default", settings, Instant.EPOCH, Instant.EPOCH));
        return find(key);
    }

    /** Those that were deleted since they had ended. */
    public synchronized List<InstanceKey> deleted() {
        return List.copyOf(deleted);
    }

    /** Waits until an instance that has ended is deleted; fails after 30 s. */
    public synchronized void awaitDeleted(InstanceKey key) {
        long limit = System.nanoTime() + LONG_NANOS;
        try {
            while (!deleted.contains(key)) {
                long left = (limit - System.nanoTime()) / NANOS_PER_MILLI;
                if (left <= 0) {
                    throw new AssertionError(key + " is not deleted");
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public ExpandedInstance find(InstanceKey key) {
        InstanceRecord record = records.get(key);
        if (record == null) {
            throw DaemonException.notFound("Instance not found: " + key);
        }
        return expand(record);
    }

    @Override
    public List<ExpandedInstance> list() {
        return records.values().stream()
                .sorted(Comparator.comparing(record -> record.key().name()))
                .map(this::expand)
                .toList();
    }

    @Override
    public ExpandedInstance change(InstanceKey key, UnaryOperator<InstanceRecord> change) {
        find(key);
        effects.accept("record " + key);
        return expand(records.compute(key, (_, record) -> change.apply(record)));
    }

    @Override
    public List<SnapshotRecord> snapshots(InstanceKey key) {
        return List.of();
    }

    @Override
    public ExpandedInstance expand(InstanceRecord instance) {
        return ExpandedInstance.of(instance, List.of());
    }

    @Override
    public synchronized void deleteEnded(InstanceKey key) {
        effects.accept("delete " + key);
        records.remove(key);
        deleted.add(key);
        notifyAll();
    }
}
