package io.gantry.daemon.runtime.idmap;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.IdRanges;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import io.gantry.storage.idmap.IdmapEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides which ids of the host stand for a container's. Isolated containers get ranges of their own, each the first that
 * is free. Thread-safe: what is allotted to one is stored before the next is decided.
 */
public final class ContainerIdmaps implements IdRanges {
    private static final long DEFAULT_SIZE = 65_536;

    private final SubordinateIds ids;
    private final Supplier<List<ExpandedInstance>> instances;

    /** @param instances all there are: isolated ones share no ids */
    public ContainerIdmaps(SubordinateIds ids, Supplier<List<ExpandedInstance>> instances) {
        this.ids = ids;
        this.instances = instances;
    }

    @Override
    public synchronized void allot(ExpandedInstance instance, Consumer<InstanceRecord> store) {
        var config = new HashMap<>(instance.record().config());
        if (instance.isPrivileged()) {
            VolatileKeys.IDMAP_BASE.put(config, 0L);
            VolatileKeys.IDMAP_NEXT.put(config, DiskIdmap.UNSHIFTED);
        } else {
            long base = base(instance);
            VolatileKeys.IDMAP_BASE.put(config, isIsolated(instance) ? base : 0L);
            VolatileKeys.IDMAP_NEXT.put(config, map(instance, base));
        }
        store.accept(instance.record().withConfig(config));
    }

    /** What was allotted to an instance; unshifted for a privileged one. */
    public static DiskIdmap allotted(InstanceRecord record) {
        return new Config(record.config()).get(VolatileKeys.IDMAP_NEXT);
    }

    private static boolean isIsolated(ExpandedInstance instance) {
        return instance.get(InstanceKeys.SECURITY_IDMAP_ISOLATED);
    }

    private static long isolatedSize(ExpandedInstance instance) {
        return instance.find(InstanceKeys.SECURITY_IDMAP_SIZE).orElse(DEFAULT_SIZE);
    }

    private DiskIdmap map(ExpandedInstance instance, long base) {
        long size = isIsolated(instance)
                ? isolatedSize(instance)
                : instance.find(InstanceKeys.SECURITY_IDMAP_SIZE).orElseGet(ids::length);
        if (size < 1 || base < ids.first() || base + size > ids.first() + ids.length()) {
            throw DaemonException.invalid("instance " + instance.key() + " needs the ids " + base + " to "
                    + (base + size - 1) + " of the host, and root has only " + ids.first() + " to "
                    + (ids.first() + ids.length() - 1) + " (/etc/subuid, /etc/subgid)");
        }
        var map = new DiskIdmap(List.of(IdmapEntry.both(base, 0, size)));
        return RawIdmap.apply(instance.get(InstanceKeys.RAW_IDMAP), map);
    }

    private long base(ExpandedInstance instance) {
        if (ids.length() < DEFAULT_SIZE) {
            throw DaemonException.invalid("root has no ids for unprivileged containers: give it at least 65536 in "
                    + "/etc/subuid and /etc/subgid, or set security.privileged of " + instance.key());
        }
        if (!isIsolated(instance)) {
            return ids.first();
        }
        Optional<Long> wanted = instance.find(InstanceKeys.SECURITY_IDMAP_BASE);
        if (wanted.isPresent()) {
            return wanted.get();
        }
        long size = isolatedSize(instance);
        List<Slice> taken = takenSlices(instance);
        long kept = allottedBase(instance.record());
        if (kept > 0 && taken.stream().noneMatch(slice -> slice.overlaps(kept, size))) {
            return kept;
        }
        // The first slice is for those that are not isolated.
        long candidate = ids.first() + DEFAULT_SIZE;
        for (Slice slice : taken) {
            if (candidate + size <= slice.first()) {
                break;
            }
            candidate = Math.max(candidate, slice.end());
        }
        return candidate;
    }

    /** Ids from the first to before the end. */
    private record Slice(long first, long end) {
        boolean overlaps(long base, long size) {
            return base < end && first < base + size;
        }
    }

    private List<Slice> takenSlices(ExpandedInstance instance) {
        return instances.get().stream()
                .filter(other -> !other.key().equals(instance.key()) && isIsolated(other) && !other.isPrivileged())
                .map(other -> {
                    long first = allottedBase(other.record());
                    return new Slice(first, first + isolatedSize(other));
                })
                .filter(slice -> slice.first() > 0)
                .sorted(Comparator.comparingLong(Slice::first))
                .toList();
    }

    private static long allottedBase(InstanceRecord record) {
        return new Config(record.config()).get(VolatileKeys.IDMAP_BASE);
    }

    /** What a map looks like to liblxc. */
    public static List<String> lxcLines(DiskIdmap map) {
        var lines = new ArrayList<String>();
        for (IdmapEntry entry : map.entries()) {
            String range = entry.containerId() + " " + entry.hostId() + " " + entry.length();
            if (entry.isUid()) {
                lines.add("lxc.idmap = u " + range);
            }
            if (entry.isGid()) {
                lines.add("lxc.idmap = g " + range);
            }
        }
        return lines;
    }

    /** The host's user that is root in the container. */
    public static long rootOf(DiskIdmap map) {
        return map.toDisk(IdKind.USER, 0).orElse(0);
    }
}
