package io.gantry.daemon.runtime.idmap;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line of subuid(5) or subgid(5) lets root give away.
 *
 * @param first id of the host
 * @param length how many follow each other
 */
record RootRange(long first, long length) {
    private static final Pattern LINE = Pattern.compile("(?:root|0):([0-9]{1,10}):([0-9]{1,10})");

    /** The lines for root, by name or by id; what is no such line, and what starts with too large a number, is passed over. */
    static List<RootRange> parse(List<String> lines) {
        return lines.stream().map(RootRange::parse).flatMap(Optional::stream).toList();
    }

    private static Optional<RootRange> parse(String line) {
        Matcher form = LINE.matcher(line.strip());
        return form.matches()
                ? Optional.of(new RootRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    /** The id after the last. */
    long end() {
        return first + length;
    }
}
