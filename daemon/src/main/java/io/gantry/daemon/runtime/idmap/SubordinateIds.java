package io.gantry.daemon.runtime.idmap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ids of the host that root may give to containers.
 *
 * @param first of the range
 * @param length of the range
 */
public record SubordinateIds(long first, long length) {
    /** What LXD takes on hosts without {@code /etc/subuid}. */
    private static final SubordinateIds DEFAULT = new SubordinateIds(1_000_000, 1_000_000_000);

    private static final long SMALLEST = 65_536;

    /** The range for root in {@code /etc/subuid} and {@code /etc/subgid}: what both have. */
    public static SubordinateIds ofHost() {
        return common(read(Path.of("/etc/subuid")), read(Path.of("/etc/subgid")));
    }

    private static SubordinateIds common(SubordinateIds users, SubordinateIds groups) {
        long first = Math.max(users.first, groups.first);
        long end = Math.min(users.first + users.length, groups.first + groups.length);
        return new SubordinateIds(first, Math.max(0, end - first));
    }

    private static SubordinateIds read(Path file) {
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            // A host without the file puts no limit on root.
            return DEFAULT;
        }
    }

    /** The first range for root that is large enough for a container. */
    static SubordinateIds parse(List<String> lines) {
        return RootRange.parse(lines).stream()
                .filter(range -> range.length() >= SMALLEST)
                .findFirst()
                .map(range -> new SubordinateIds(range.first(), range.length()))
                .orElse(DEFAULT);
    }
}
