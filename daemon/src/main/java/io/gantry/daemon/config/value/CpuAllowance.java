package io.gantry.daemon.config.value;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of the CPUs' time an instance gets: a share when they are busy, or so much time in each period. */
public sealed interface CpuAllowance {
    /** The form of a time in each period. */
    Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})ms/([1-9][0-9]{0,8})ms");

    /** A share of the time, 1 to 100, where others want it too. */
    record Share(int percent) implements CpuAllowance {}

    /** At most this much time in each period, also where nobody else wants it; both are whole milliseconds. */
    record Time(Duration quota, Duration period) implements CpuAllowance {}

    /**
     * Reads {@code 50%} and {@code 25ms/100ms}.
     *
     * @throws IllegalArgumentException where the text is neither
     */
    static CpuAllowance parse(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches()
                ? new Time(
                        Duration.ofMillis(Long.parseLong(time.group(1))),
                        Duration.ofMillis(Long.parseLong(time.group(2))))
                : new Share(Percentage.parse(text));
    }

    /** What {@link #parse} reads as this allowance. */
    default String text() {
        return switch (this) {
            case Share(int percent) -> percent + "%";
            case Time(Duration quota, Duration period) -> quota.toMillis() + "ms/" + period.toMillis() + "ms";
        };
    }
}
