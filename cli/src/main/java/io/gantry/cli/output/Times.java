package io.gantry.cli.output;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as people read them, in their own time zone. */
public final class Times {
    private Times() {}

    /** The offset zero has no name of its own but Z, and people read UTC. */
    private static ZonedDateTime at(Instant time, ZoneId zone) {
        return time.atZone(zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone);
    }

    /** Whether a peer ever set this time: Go writes the year 1 for a time that was not. */
    public static boolean isSet(Instant time) {
        return time.getEpochSecond() > 0;
    }

    /** Such as {@code 2016/03/19 14:05 UTC}. */
    public static String toMinutes(Instant time, ZoneId zone) {
        return DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm zzz", Locale.ENGLISH)
                .format(at(time, zone));
    }

    /** Such as {@code 2016/03/19 14:05 UTC}; empty for a time that was never set. */
    public static String toMinutesOrEmpty(Instant time, ZoneId zone) {
        return isSet(time) ? toMinutes(time, zone) : "";
    }

    /** Such as {@code Mar 19, 2016 at 2:05pm (UTC)}. */
    public static String inWords(Instant time, ZoneId zone) {
        var local = at(time, zone);
        return DateTimeFormatter.ofPattern("MMM d, yyyy 'at' h:mm", Locale.ENGLISH)
                        .format(local)
                + (local.getHour() < 12 ? "am" : "pm")
                + DateTimeFormatter.ofPattern(" (zzz)", Locale.ENGLISH).format(local);
    }
}
