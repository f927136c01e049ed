package io.gantry.daemon.runtime;

import io.gantry.daemon.config.InstanceKeys;
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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Decides which ids of the host stand for a container's. Isolated containers get ranges of their own, each the first that
 * is free. Thread-safe: what is allotted to one is stored before the next is decided.
 */
final class ContainerIdmaps implements IdRanges {
    private static final long DEFAULT_SIZE = 65_536;
    private static final String BASE = "volatile.idmap.base";
    private static final String NEXT = "volatile.idmap.next";

    private final SubordinateIds ids;
    private final Supplier<List<ExpandedInstance>> instances;

    /** @param instances all there are: isolated ones share no ids */
    ContainerIdmaps(SubordinateIds ids, Supplier<List<ExpandedInstance>> instances) {
        this.ids = ids;
        this.instances = instances;
    }

    @Override
    public synchronized void allot(ExpandedInstance instance, Consumer<InstanceRecord> store) {
        var config = new HashMap<>(instance.record().config());
        if (instance.isPrivileged()) {
            config.put(BASE, "0");
            config.put(NEXT, DiskIdmap.UNSHIFTED.toJson());
        } else {
            long base = base(instance);
            config.put(BASE, isIsolated(instance) ? Long.toString(base) : "0");
            config.put(NEXT, map(instance, base).toJson());
        }
        store.accept(instance.record().withConfig(config));
    }

    /** What was allotted to an instance; unshifted for a privileged one. */
    static DiskIdmap allotted(InstanceRecord record) {
        return DiskIdmap.parseJson(record.config().getOrDefault(NEXT, ""));
    }

    private static boolean isIsolated(ExpandedInstance instance) {
        return instance.isTrue("security.idmap.isolated");
    }

    private static long isolatedSize(ExpandedInstance instance) {
        return number(instance, "security.idmap.size", DEFAULT_SIZE);
    }

    private DiskIdmap map(ExpandedInstance instance, long base) {
        long size =
                isIsolated(instance) ? isolatedSize(instance) : number(instance, "security.idmap.size", ids.length());
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
        long wanted = number(instance, "security.idmap.base", -1);
        if (wanted >= 0) {
            return wanted;
        }
        long size = isolatedSize(instance);
        List<Slice> taken = takenSlices(instance);
        long kept = Long.parseLong(instance.record().config().getOrDefault(BASE, "0"));
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
                    long first = Long.parseLong(other.record().config().getOrDefault(BASE, "0"));
                    return new Slice(first, first + isolatedSize(other));
                })
                .filter(slice -> slice.first() > 0)
                .sorted(Comparator.comparingLong(Slice::first))
                .toList();
    }

    private static long number(ExpandedInstance instance, String key, long otherwise) {
        String text = instance.config().getOrDefault(key, "");
        return text.isEmpty() || text.equals("auto") ? otherwise : Long.parseLong(text);
    }

    /** What a map looks like to liblxc. */
    static List<String> lxcLines(DiskIdmap map) {
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
    static long rootOf(DiskIdmap map) {
        return map.toDisk(IdKind.USER, 0).orElse(0);
    }
}
