package io.gantry.daemon.runtime.idmap;

import io.gantry.daemon.config.value.IdmapLines;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdmapEntry;
import java.util.ArrayList;
import java.util.List;

/** {@code raw.idmap}: single ids or ranges of the host that a container sees under ids of its own choice. */
public final class RawIdmap {
    private RawIdmap() {}

    /** The map with the container's view of these ids. */
    public static DiskIdmap apply(IdmapLines lines, DiskIdmap map) {
        List<IdmapEntry> entries = map.entries();
        for (IdmapEntry special : lines.entries()) {
            entries = with(entries, special);
        }
        return new DiskIdmap(entries);
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
