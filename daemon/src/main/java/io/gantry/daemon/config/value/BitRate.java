package io.gantry.daemon.config.value;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many bits go through a network interface in a second, in LXD's form: {@code 10Mbit}, {@code 500kbit}. */
public record BitRate(long bitsPerSecond) {
    public static final BitRate UNLIMITED = new BitRate(0);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})\\s*([a-zA-Z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("bit", 1L),
            Map.entry("kbit", 1000L),
            Map.entry("Mbit", 1000L * 1000),
            Map.entry("Gbit", 1000L * 1000 * 1000),
            Map.entry("Tbit", 1000L * 1000 * 1000 * 1000),
            Map.entry("Kibit", 1L << 10),
            Map.entry("Mibit", 1L << 20),
            Map.entry("Gibit", 1L << 30),
            Map.entry("Tibit", 1L << 40));

    /**
     * Reads a rate.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static BitRate parse(String text) {
        Matcher form = FORM.matcher(text);
        Long unit = form.matches() ? UNITS.get(form.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("not a rate such as 10Mbit: " + text);
        }
        return new BitRate(Math.multiplyExact(Long.parseLong(form.group(1)), (long) unit));
    }

    /** Whether anything is held back; 0 bits in a second stand for no limit. */
    public boolean isLimit() {
        return bitsPerSecond > 0;
    }
}
