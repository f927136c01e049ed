package io.gantry.daemon.lifecycle.snapshot;

import io.gantry.daemon.failure.DaemonException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for snapshots that were given none, by the key {@code snapshots.pattern}: a text in which <code>%d</code> stands
 * for a number and <code>{{ creation_date|date:'2006-01-02_15-04-05' }}</code> for the time, in Go's layout.
 */
final class SnapshotNames {
    private static final String NUMBER = "%d";
    private static final Pattern DATE =
            Pattern.compile("\\{\\{\\s*creation_date\\s*(?:\\|\\s*date:(['\"])(.*?)\\1\\s*)?}}");
    private static final String DATE_LAYOUT = "2006-01-02 15:04:05";

    /** The parts of Go's layout, longer ones before those they begin with. */
    private static final Pattern GO =
            Pattern.compile("January|Jan|Monday|Mon|MST|2006|01|02|03|04|05|06|15|PM|1|2|3|4|5");

    private static final Map<String, String> JAVA = Map.ofEntries(
            Map.entry("January", "MMMM"),
            Map.entry("Jan", "MMM"),
            Map.entry("Monday", "EEEE"),
            Map.entry("Mon", "EEE"),
            Map.entry("MST", "zzz"),
            Map.entry("2006", "yyyy"),
            Map.entry("06", "yy"),
            Map.entry("01", "MM"),
            Map.entry("1", "M"),
            Map.entry("02", "dd"),
            Map.entry("2", "d"),
            Map.entry("15", "HH"),
            Map.entry("03", "hh"),
            Map.entry("3", "h"),
            Map.entry("PM", "a"),
            Map.entry("04", "mm"),
            Map.entry("4", "m"),
            Map.entry("05", "ss"),
            Map.entry("5", "s"));

    private SnapshotNames() {}

    /**
     * The name of the next snapshot. Numbers count on from the highest that is there; where a pattern without one gives a
     * name that is taken, a number follows it.
     *
     * @param pattern such as {@code snap%d}
     * @throws DaemonException INVALID_REQUEST where the pattern makes no sense
     */
    static String next(String pattern, List<String> taken, Instant now) {
        String text = withDate(pattern, now);
        int first = text.indexOf(NUMBER);
        if (first >= 0 && text.indexOf(NUMBER, first + 1) >= 0) {
            throw DaemonException.invalid(
                    "Snapshot pattern may contain \"%d\" only once, and snapshots.pattern is \"" + pattern + "\"");
        }
        if (first < 0 && !taken.contains(text)) {
            return text;
        }
        String numbered = first < 0 ? text + "-" + NUMBER : text;
        int at = numbered.indexOf(NUMBER);
        String before = numbered.substring(0, at);
        String after = numbered.substring(at + NUMBER.length());
        long next = taken.stream()
                        .filter(name -> name.length() > before.length() + after.length()
                                && name.startsWith(before)
                                && name.endsWith(after))
                        .map(name -> name.substring(before.length(), name.length() - after.length()))
                        .filter(digits -> digits.matches("[0-9]{1,9}"))
                        .mapToLong(Long::parseLong)
                        .max()
                        .orElse(-1)
                + 1;
        return before + next + after;
    }

    private static String withDate(String pattern, Instant now) {
        ZonedDateTime time = now.atZone(ZoneOffset.UTC);
        return DATE.matcher(pattern)
                .replaceAll(match ->
                        Matcher.quoteReplacement(written(match.group(2) == null ? DATE_LAYOUT : match.group(2), time)));
    }

    private static String written(String layout, ZonedDateTime time) {
        return GO.matcher(layout)
                .replaceAll(part -> Matcher.quoteReplacement(
                        DateTimeFormatter.ofPattern(JAVA.getOrDefault(part.group(), "''"), Locale.ROOT)
                                .format(time)));
    }
}
