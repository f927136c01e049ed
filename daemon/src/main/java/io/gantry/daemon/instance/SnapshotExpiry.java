package io.gantry.daemon.instance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long snapshots are kept, in LXD's form: {@code 1M 2H 3d 4w 5m 6y} are minutes, hours, days, weeks, months, years. */
public final class SnapshotExpiry {
    private static final Pattern FORM = Pattern.compile("\\s*([0-9]{1,6}[MHdwmy]\\s*)+");
    private static final Pattern PART = Pattern.compile("([0-9]+)([MHdwmy])");

    private SnapshotExpiry() {}

    static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * When a snapshot expires.
     *
     * @param text empty for never
     * @return {@link Instant#EPOCH} for never
     */
    public static Instant after(Instant taken, String text) {
        if (!isValid(text)) {
            return Instant.EPOCH;
        }
        ZonedDateTime end = taken.atZone(ZoneOffset.UTC);
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long count = Long.parseLong(part.group(1));
            end = switch (part.group(2)) {
                case "M" -> end.plusMinutes(count);
                case "H" -> end.plusHours(count);
                case "d" -> end.plusDays(count);
                case "w" -> end.plusWeeks(count);
                case "m" -> end.plusMonths(count);
                default -> end.plusYears(count);
            };
        }
        return end.toInstant();
    }
}
