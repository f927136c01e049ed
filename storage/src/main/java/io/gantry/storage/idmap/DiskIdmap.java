package io.gantry.storage.idmap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which ids of the host stand for a container's ids in a tree on disk. Without entries the tree is unshifted: its
 * ids are the container's own. Immutable.
 */
public record DiskIdmap(List<IdmapEntry> entries) {
    /** A tree whose ids on disk are the container's. */
    public static final DiskIdmap UNSHIFTED = new DiskIdmap(List.of());

    /** The highest 32 bit number is no id. */
    private static final long ALL_IDS = (1L << 32) - 1;

    private static final Pattern OBJECT = Pattern.compile("\\s*\\{([^{}]*)}\\s*");
    private static final Pattern FIELD = Pattern.compile("\\s*\"([A-Za-z]+)\"\\s*:\\s*(true|false|[0-9]{1,12})\\s*");

    public DiskIdmap {
        entries = List.copyOf(entries);
    }

    /** One range from id 0 of the container on, for users and groups. */
    public static DiskIdmap shiftedBy(long hostBase, long length) {
        return new DiskIdmap(List.of(IdmapEntry.both(hostBase, 0, length)));
    }

    public boolean isShifted() {
        return !entries.isEmpty();
    }

    /** The id on disk that stands for the container's id; empty where the map has none. */
    public OptionalLong toDisk(IdKind kind, long containerId) {
        if (!isShifted()) {
            return OptionalLong.of(containerId);
        }
        for (IdmapEntry entry : entries) {
            long offset = containerId - entry.containerId();
            if (entry.maps(kind) && offset >= 0 && offset < entry.length()) {
                return OptionalLong.of(entry.hostId() + offset);
            }
        }
        return OptionalLong.empty();
    }

    /** The container's id for which an id on disk stands; empty where the map has none. */
    public OptionalLong fromDisk(IdKind kind, long diskId) {
        if (!isShifted()) {
            return OptionalLong.of(diskId);
        }
        for (IdmapEntry entry : entries) {
            long offset = diskId - entry.hostId();
            if (entry.maps(kind) && offset >= 0 && offset < entry.length()) {
                return OptionalLong.of(entry.containerId() + offset);
            }
        }
        return OptionalLong.empty();
    }

    /**
     * How the ids that this map has for a container's turn into those that another map has for them.
     *
     * @return ranges whose {@code containerId} is an id of this map and whose {@code hostId} is the other's
     */
    List<IdmapEntry> translationTo(DiskIdmap other, IdKind kind) {
        var ranges = new ArrayList<IdmapEntry>();
        for (IdmapEntry from : entriesOrIdentity()) {
            for (IdmapEntry to : other.entriesOrIdentity()) {
                long first = Math.max(from.containerId(), to.containerId());
                long end = Math.min(from.containerId() + from.length(), to.containerId() + to.length());
                if (from.maps(kind) && to.maps(kind) && first < end) {
                    ranges.add(IdmapEntry.both(
                            to.hostId() + first - to.containerId(),
                            from.hostId() + first - from.containerId(),
                            end - first));
                }
            }
        }
        return ranges;
    }

    private List<IdmapEntry> entriesOrIdentity() {
        return isShifted() ? entries : List.of(IdmapEntry.both(0, 0, ALL_IDS));
    }

    /** Whether both mean the same, also where one has separate entries for users and groups. */
    public boolean isSameAs(DiskIdmap other) {
        return isShifted() == other.isShifted()
                && mergedRanges(IdKind.USER).equals(other.mergedRanges(IdKind.USER))
                && mergedRanges(IdKind.GROUP).equals(other.mergedRanges(IdKind.GROUP));
    }

    private List<IdmapEntry> mergedRanges(IdKind kind) {
        var merged = new ArrayList<IdmapEntry>();
        List<IdmapEntry> sorted = entries.stream()
                .filter(entry -> entry.maps(kind))
                .map(entry -> IdmapEntry.both(entry.hostId(), entry.containerId(), entry.length()))
                .sorted(Comparator.comparingLong(IdmapEntry::containerId))
                .toList();
        for (IdmapEntry next : sorted) {
            IdmapEntry last = merged.isEmpty() ? null : merged.getLast();
            boolean isContinued = last != null
                    && last.containerId() + last.length() == next.containerId()
                    && last.hostId() + last.length() == next.hostId();
            if (last != null && isContinued) {
                merged.set(
                        merged.size() - 1,
                        IdmapEntry.both(last.hostId(), last.containerId(), last.length() + next.length()));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }

    /** LXD's form in {@code volatile.last_state.idmap} and {@code volatile.idmap.next}. */
    public String toJson() {
        List<String> objects = new ArrayList<>();
        for (IdmapEntry entry : entries) {
            objects.add("{\"Isuid\":%b,\"Isgid\":%b,\"Hostid\":%d,\"Nsid\":%d,\"Maprange\":%d}"
                    .formatted(entry.isUid(), entry.isGid(), entry.hostId(), entry.containerId(), entry.length()));
        }
        return "[" + String.join(",", objects) + "]";
    }

    /**
     * Reads LXD's form; an empty text and {@code null} as LXD writes it are the unshifted map.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    public static DiskIdmap parseJson(String json) {
        String text = json.strip();
        if (text.isEmpty() || text.equals("null")) {
            return UNSHIFTED;
        }
        if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 2) {
            throw malformed(json);
        }
        String inner = text.substring(1, text.length() - 1);
        List<IdmapEntry> entries = new ArrayList<>();
        Matcher object = OBJECT.matcher(inner);
        int position = 0;
        while (position < inner.length()) {
            if (!object.find(position) || object.start() != position) {
                if (inner.substring(position).isBlank() && entries.isEmpty()) {
                    break;
                }
                throw malformed(json);
            }
            entries.add(parseEntry(object.group(1), json));
            position = object.end();
            if (position < inner.length()) {
                if (inner.charAt(position) != ',' || position + 1 == inner.length()) {
                    throw malformed(json);
                }
                position++;
            }
        }
        return new DiskIdmap(entries);
    }

    private static IdmapEntry parseEntry(String fields, String json) {
        boolean isUid = false;
        boolean isGid = false;
        long hostId = 0;
        long containerId = 0;
        long length = 0;
        for (String text : fields.split(",", -1)) {
            Matcher field = FIELD.matcher(text);
            if (!field.matches()) {
                throw malformed(json);
            }
            String value = field.group(2);
            switch (field.group(1)) {
                case "Isuid" -> isUid = Boolean.parseBoolean(value);
                case "Isgid" -> isGid = Boolean.parseBoolean(value);
                case "Hostid" -> hostId = number(value, json);
                case "Nsid" -> containerId = number(value, json);
                case "Maprange" -> length = number(value, json);
                default -> throw malformed(json);
            }
        }
        return new IdmapEntry(isUid, isGid, hostId, containerId, length);
    }

    private static long number(String value, String json) {
        if (!Character.isDigit(value.charAt(0))) {
            throw malformed(json);
        }
        return Long.parseLong(value);
    }

    private static IllegalArgumentException malformed(String json) {
        return new IllegalArgumentException("not an id map: " + json);
    }
}
