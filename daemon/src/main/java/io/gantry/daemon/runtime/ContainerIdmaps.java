package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import io.gantry.storage.idmap.IdmapEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Decides which ids of the host stand for a container's. */
final class ContainerIdmaps {
    private static final long DEFAULT_SIZE = 65_536;

    private final SubordinateIds ids;
    private final Supplier<List<ExpandedInstance>> instances;

    /** @param instances all there are: isolated ones share no ids */
    ContainerIdmaps(SubordinateIds ids, Supplier<List<ExpandedInstance>> instances) {
        this.ids = ids;
        this.instances = instances;
    }

    /**
     * The map for a container's next start; empty for a privileged one.
     *
     * @throws DaemonException INVALID_REQUEST where the host has too few ids, or {@code raw.idmap} can't be read
     */
    Optional<DiskIdmap> of(ExpandedInstance instance) {
        if (instance.isPrivileged()) {
            return Optional.empty();
        }
        if (ids.length() < DEFAULT_SIZE) {
            throw DaemonException.invalid("root has no ids for unprivileged containers: give it at least 65536 in "
                    + "/etc/subuid and /etc/subgid, or set security.privileged of " + instance.key());
        }
        boolean isIsolated = instance.isTrue("security.idmap.isolated");
        long size = number(instance, "security.idmap.size", isIsolated ? DEFAULT_SIZE : ids.length());
        long base = isIsolated ? isolatedBase(instance, size) : ids.first();
        if (base < ids.first() || base + size > ids.first() + ids.length()) {
            throw DaemonException.invalid("instance " + instance.key() + " wants the ids " + base + " to "
                    + (base + size - 1) + " of the host, and root has only " + ids.first() + " to "
                    + (ids.first() + ids.length() - 1));
        }
        var map = new DiskIdmap(List.of(IdmapEntry.both(base, 0, size)));
        return Optional.of(RawIdmap.apply(instance.config().getOrDefault("raw.idmap", ""), map));
    }

    private long isolatedBase(ExpandedInstance instance, long size) {
        long wanted = number(instance, "security.idmap.base", -1);
        if (wanted >= 0) {
            return wanted;
        }
        String kept = instance.record().config().getOrDefault("volatile.idmap.base", "");
        if (!kept.isEmpty() && Long.parseLong(kept) > ids.first()) {
            return Long.parseLong(kept);
        }
        // The first slice is for those that are not isolated.
        long candidate = ids.first() + DEFAULT_SIZE;
        for (long[] taken : takenSlices(instance)) {
            if (candidate + size <= taken[0]) {
                break;
            }
            candidate = Math.max(candidate, taken[1]);
        }
        return candidate;
    }

    private List<long[]> takenSlices(ExpandedInstance instance) {
        var slices = new TreeSet<long[]>((one, other) -> Long.compare(one[0], other[0]));
        for (ExpandedInstance other : instances.get()) {
            String base = other.record().config().getOrDefault("volatile.idmap.base", "");
            if (!other.key().equals(instance.key()) && other.isTrue("security.idmap.isolated") && !base.isEmpty()) {
                long first = Long.parseLong(base);
                slices.add(new long[] {first, first + number(other, "security.idmap.size", DEFAULT_SIZE)});
            }
        }
        return List.copyOf(slices);
    }

    private static long number(ExpandedInstance instance, String key, long otherwise) {
        String text = instance.config().getOrDefault(key, "");
        return text.isEmpty() ? otherwise : Long.parseLong(text);
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
    static long rootOf(Optional<DiskIdmap> map) {
        return map.map(present -> present.toDisk(IdKind.USER, 0).orElse(0)).orElse(0L);
    }
}
