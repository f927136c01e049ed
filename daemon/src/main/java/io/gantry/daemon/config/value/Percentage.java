package io.gantry.daemon.config.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares in hundredths, such as {@code 50%}. */
final class Percentage {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]?|100)%");

    private Percentage() {}

    /** @return 1 to 100 */
    static int parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a share such as 50%: " + text);
        }
        return Integer.parseInt(form.group(1));
    }
}
