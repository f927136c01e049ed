package io.gantry.storage;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, read from LXD's form: {@code 500}, {@code 10kB}, {@code 5GiB}. */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\s*([a-zA-Z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("B", 1L),
            Map.entry("kB", 1000L),
            Map.entry("MB", 1000L * 1000),
            Map.entry("GB", 1000L * 1000 * 1000),
            Map.entry("TB", 1000L * 1000 * 1000 * 1000),
            Map.entry("PB", 1000L * 1000 * 1000 * 1000 * 1000),
            Map.entry("KiB", 1L << 10),
            Map.entry("kiB", 1L << 10),
            Map.entry("MiB", 1L << 20),
            Map.entry("GiB", 1L << 30),
            Map.entry("TiB", 1L << 40),
            Map.entry("PiB", 1L << 50));

    /** Reads a size; refuses what isValid refuses. */
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("not a size such as 10GiB: \"" + text + "\"");
        }
        return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), (long) unit));
    }

    /** What {@link #parse} reads as this size. */
    public String text() {
        return bytes + "B";
    }

    public static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException | ArithmeticException _) {
            return false;
        }
    }
}
