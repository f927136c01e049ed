package io.gantry.daemon.runtime.idmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The ids of the host that root may give to containers: all of its lines in subuid(5) or subgid(5), and its own id. */
public final class GrantedIds {
    private static final GrantedIds ALL = new GrantedIds(List.of(new RootRange(0, Long.MAX_VALUE)));

    private final List<RootRange> ranges;

    private GrantedIds(List<RootRange> ranges) {
        this.ranges = ranges.stream()
                .sorted(Comparator.comparingLong(RootRange::first))
                .toList();
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
        var ranges = new ArrayList<>(List.of(new RootRange(0, 1)));
        ranges.addAll(RootRange.parse(lines));
        return new GrantedIds(ranges);
    }

    /** Whether all from the first to the last are granted, be it by several lines. */
    public boolean contains(long first, long last) {
        long next = first;
        for (RootRange range : ranges) {
            if (range.first() <= next && next < range.end()) {
                next = range.end();
            }
        }
        return next > last;
    }
}
