package io.gantry.daemon.runtime.idmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The ids of the host that root may give to containers: all of its lines in subuid(5) or subgid(5), and its own id. */
public final class GrantedIds {
    private static final GrantedIds ALL = new GrantedIds(List.of(new Range(0, Long.MAX_VALUE)));

    private final List<Range> ranges;

    private record Range(long first, long end) {}

    private GrantedIds(List<Range> ranges) {
        this.ranges =
                ranges.stream().sorted(Comparator.comparingLong(Range::first)).toList();
    }

    public static GrantedIds ofUsers() {
        return read(Path.of("/etc/subuid"));
    }

    public static GrantedIds ofGroups() {
        return read(Path.of("/etc/subgid"));
    }

    private static GrantedIds read(Path file) {
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            // A host without the file puts no limit on root.
            return ALL;
        }
    }

    public static GrantedIds parse(List<String> lines) {
        var ranges = new ArrayList<>(List.of(new Range(0, 1)));
        for (String line : lines) {
            String[] fields = line.strip().split(":", -1);
            boolean isRoot = fields.length == 3
                    && (fields[0].equals("root") || fields[0].equals("0"))
                    && (fields[1] + fields[2]).matches("[0-9]{1,20}");
            if (isRoot && !fields[1].isEmpty() && !fields[2].isEmpty()) {
                long first = Long.parseLong(fields[1]);
                ranges.add(new Range(first, first + Long.parseLong(fields[2])));
            }
        }
        return new GrantedIds(ranges);
    }

    /** Whether all from the first to the last are granted, be it by several lines. */
    public boolean contains(long first, long last) {
        long next = first;
        for (Range range : ranges) {
            if (range.first <= next && next < range.end) {
                next = range.end;
            }
        }
        return next > last;
    }
}
