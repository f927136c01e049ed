package io.gantry.daemon.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.gantry.daemon.failure.DaemonException;
import java.util.Optional;

/**
 * The value of a clause: a regular expression in Go's syntax without regard to case, for all of a text unless it has
 * {@code ^} or {@code $} in it; what is no such expression stands for itself. Anybody may send one, so that it is
 * matched in time linear in the text, and its size is bounded. Immutable.
 */
final class ValuePattern {
    /** In characters. */
    private static final int LONGEST = 1024;

    /** What the expression may grow to when its repetitions are written out, in characters. */
    private static final long LARGEST = 10_000;

    private final String text;
    private final Optional<Pattern> expression;

    private ValuePattern(String text, Optional<Pattern> expression) {
        this.text = text;
        this.expression = expression;
    }

    /** @throws DaemonException INVALID_REQUEST where the expression is too large */
    static ValuePattern parse(String text) {
        if (text.length() > LONGEST || writtenOut(text) > LARGEST) {
            throw DaemonException.invalid("Invalid filter: a value is too large a regular expression; use at most "
                    + LONGEST + " characters and smaller repetitions");
        }
        boolean isAnchored = text.indexOf('^') >= 0 || text.indexOf('$') >= 0;
        try {
            String whole = isAnchored ? text : "^" + text + "$";
            return new ValuePattern(text, Optional.of(Pattern.compile(whole, Pattern.CASE_INSENSITIVE)));
        } catch (PatternSyntaxException _) {
            return new ValuePattern(text, Optional.empty());
        }
    }

    /** The length times every count in braces: repetitions may be inside of each other. */
    private static long writtenOut(String text) {
        long size = text.length();
        for (int open = text.indexOf('{'); open >= 0 && size <= LARGEST; open = text.indexOf('{', open + 1)) {
            int close = text.indexOf('}', open);
            String counts = close < 0 ? "" : text.substring(open + 1, close);
            for (String count : counts.split(",", -1)) {
                if (count.matches("[0-9]{1,4}")) {
                    size *= Math.max(1, Integer.parseInt(count));
                }
            }
        }
        return size;
    }

    boolean matches(String value) {
        return expression.map(pattern -> pattern.matcher(value).find()).orElseGet(() -> text.equalsIgnoreCase(value));
    }
}
