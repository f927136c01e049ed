package io.gantry.daemon.config.value;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long snapshots are kept, in LXD's form: {@code 1M 2H 3d 4w 5m 6y} are minutes, hours, days, weeks, months, years.
 *
 * @param days what is counted by the calendar
 * @param time what is counted by the clock
 */
public record SnapshotExpiry(Period days, Duration time) {
    private static final Pattern FORM = Pattern.compile("\\s*([0-9]{1,6}[MHdwmy]\\s*)+");
    private static final Pattern PART = Pattern.compile("([0-9]+)([MHdwmy])");

    /**
     * Reads LXD's form; parts of one unit add up.
     *
     * @throws IllegalArgumentException where the text is something else
     */
    public static SnapshotExpiry parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a time such as 3d or 1w 2H: " + text);
        }
        Period days = Period.ZERO;
        Duration time = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            int count = Integer.parseInt(part.group(1));
            switch (part.group(2)) {
                case "M" -> time = time.plusMinutes(count);
                case "H" -> time = time.plusHours(count);
                case "d" -> days = days.plusDays(count);
                case "w" -> days = days.plusDays(7L * count);
                case "m" -> days = days.plusMonths(count);
                default -> days = days.plusYears(count);
            }
        }
        return new SnapshotExpiry(days, time);
    }

    /** What {@link #parse} reads as this time: {@code 1y 2m 3w 4d 5H 6M}. */
    public String text() {
        return "%dy %dm %dw %dd %dH %dM"
                .formatted(
                        days.getYears(),
                        days.getMonths(),
                        days.getDays() / 7,
                        days.getDays() % 7,
                        time.toHours(),
                        time.toMinutesPart());
    }

    /** When a snapshot expires. */
    public Instant after(Instant taken) {
        return taken.atZone(ZoneOffset.UTC).plus(days).plus(time).toInstant();
    }
}
