package io.gantry.daemon.filter;

import io.gantry.daemon.failure.DaemonException;
import java.util.Optional;

/**
 * The value of a clause: a regular expression without regard to case, for all of a text unless it has {@code ^} or
 * {@code $} in it; what is no such expression stands for itself. Anybody may send one, so that its size and the time
 * that it takes are bounded. Immutable.
 */
final class ValuePattern {
    /** In characters. */
    private static final int LONGEST = 1024;

    private final String text;
    private final Optional<TextPattern> expression;

    private ValuePattern(String text, Optional<TextPattern> expression) {
        this.text = text;
        this.expression = expression;
    }

    /** @throws DaemonException INVALID_REQUEST where the expression is too large */
    static ValuePattern parse(String text) {
        if (text.length() > LONGEST) {
            throw tooLarge();
        }
        boolean isAnchored = text.indexOf('^') >= 0 || text.indexOf('$') >= 0;
        try {
            return new ValuePattern(text, Optional.of(TextPattern.parse(isAnchored ? text : "^" + text + "$")));
        } catch (TextPattern.MalformedException _) {
            return new ValuePattern(text, Optional.empty());
        } catch (TextPattern.TooLargeException _) {
            throw tooLarge();
        }
    }

    private static DaemonException tooLarge() {
        return DaemonException.invalid("Invalid filter: a value is too large a regular expression; use at most "
                + LONGEST + " characters and smaller repetitions");
    }

    boolean matches(String value) {
        return expression.map(pattern -> pattern.isFoundIn(value)).orElseGet(() -> text.equalsIgnoreCase(value));
    }
}
