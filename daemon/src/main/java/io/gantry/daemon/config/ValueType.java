package io.gantry.daemon.config;

import io.gantry.daemon.config.value.MalformedValueException;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * What the values of a key are: how their text is read and written, and in which words users are told.
 *
 * @param word as the API's metadata name it: {@code bool}, {@code integer} or {@code string}
 * @param takes what a value is, such as {@code a size such as 10GiB}
 * @param lines whether a value may have line breaks and control characters
 * @param parser throws an {@link IllegalArgumentException} for what is no value
 * @param writer gives a text that the parser takes
 */
record ValueType<T>(String word, String takes, Lines lines, Function<String, T> parser, Function<T, String> writer) {
    /** How many lines a value has. */
    enum Lines {
        ONE,
        ANY
    }

    static <T> ValueType<T> line(String word, String takes, Function<String, T> parser, Function<T, String> writer) {
        return new ValueType<>(word, takes, Lines.ONE, parser, writer);
    }

    static <T> ValueType<T> text(String takes, Function<String, T> parser, Function<T, String> writer) {
        return new ValueType<>("string", takes, Lines.ANY, parser, writer);
    }

    /** @throws MalformedValueException with a reason, or without one where what it takes says enough */
    T parse(String text) {
        if (lines == Lines.ONE && text.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedValueException("it has a line break or a control character");
        }
        try {
            return parser.apply(text);
        } catch (MalformedValueException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            var malformed = new MalformedValueException("");
            malformed.initCause(e);
            throw malformed;
        }
    }
}
