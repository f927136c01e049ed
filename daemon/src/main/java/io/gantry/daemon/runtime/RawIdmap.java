package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdmapEntry;
import java.util.ArrayList;
import java.util.List;

/** {@code raw.idmap}: single ids or ranges of the host that a container sees under ids of its own choice. */
final class RawIdmap {
    private RawIdmap() {}

    /**
     * @param text lines such as {@code both 1000 1000} or {@code uid 50-60 500-510}: host, then container
     * @throws DaemonException INVALID_REQUEST where lines overlap, or a range is not as long as the other
     */
    static DiskIdmap apply(String text, DiskIdmap map) {
        List<IdmapEntry> entries = map.entries();
        for (IdmapEntry special : parse(text)) {
            entries = with(entries, special);
        }
        return new DiskIdmap(entries);
    }

    /** The ranges that the text names; fails as {@link #apply}. */
    static List<IdmapEntry> parse(String text) {
        var specials = new ArrayList<IdmapEntry>();
        for (String line :
                text.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
            IdmapEntry special = entry(line);
            if (specials.stream().anyMatch(other -> overlap(other, special))) {
                throw DaemonException.invalid("Invalid raw.idmap: \"" + line + "\" overlaps another line of it");
            }
            specials.add(special);
        }
        return specials;
    }

    private static IdmapEntry entry(String line) {
        String[] fields = line.split("\\s+", -1);
        long[] host = range(fields[1]);
        long[] container = range(fields[2]);
        if (host[1] - host[0] != container[1] - container[0] || host[1] < host[0]) {
            throw DaemonException.invalid("Invalid raw.idmap: the ranges of \"" + line + "\" have different lengths");
        }
        boolean isUid = !fields[0].equals("gid");
        boolean isGid = !fields[0].equals("uid");
        return new IdmapEntry(isUid, isGid, host[0], container[0], container[1] - container[0] + 1);
    }

    private static boolean overlap(IdmapEntry one, IdmapEntry other) {
        boolean isOfOneKind = (one.isUid() && other.isUid()) || (one.isGid() && other.isGid());
        return isOfOneKind
                && (overlap(one.hostId(), other.hostId(), one.length(), other.length())
                        || overlap(one.containerId(), other.containerId(), one.length(), other.length()));
    }

    private static boolean overlap(long one, long other, long lengthOfOne, long lengthOfOther) {
        return one < other + lengthOfOther && other < one + lengthOfOne;
    }

    private static long[] range(String text) {
        String[] ends = text.split("-", 2);
        long first = Long.parseLong(ends[0]);
        return new long[] {first, ends.length == 1 ? first : Long.parseLong(ends[1])};
    }

    /** Cuts what the special range covers out of the others. */
    private static List<IdmapEntry> with(List<IdmapEntry> entries, IdmapEntry special) {
        var result = new ArrayList<IdmapEntry>();
        for (IdmapEntry entry : entries) {
            for (boolean isUid : new boolean[] {true, false}) {
                boolean maps = isUid ? entry.isUid() : entry.isGid();
                boolean isCut = isUid ? special.isUid() : special.isGid();
                if (maps) {
                    result.addAll(isCut ? cut(entry, special, isUid) : List.of(part(entry, isUid, 0, entry.length())));
                }
            }
        }
        result.add(special);
        return result;
    }

    private static List<IdmapEntry> cut(IdmapEntry entry, IdmapEntry special, boolean isUid) {
        long start = special.containerId() - entry.containerId();
        long end = start + special.length();
        var parts = new ArrayList<IdmapEntry>();
        if (end <= 0 || start >= entry.length()) {
            parts.add(part(entry, isUid, 0, entry.length()));
            return parts;
        }
        if (start > 0) {
            parts.add(part(entry, isUid, 0, start));
        }
        if (end < entry.length()) {
            parts.add(part(entry, isUid, end, entry.length() - end));
        }
        return parts;
    }

    private static IdmapEntry part(IdmapEntry entry, boolean isUid, long offset, long length) {
        return new IdmapEntry(isUid, !isUid, entry.hostId() + offset, entry.containerId() + offset, length);
    }
}
