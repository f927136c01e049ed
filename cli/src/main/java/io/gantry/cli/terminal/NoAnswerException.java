package io.gantry.cli.terminal;

import java.io.IOException;

/** A question was asked, and standard input had already ended. The message says what to do instead. */
public final class NoAnswerException extends IOException {
    NoAnswerException(String message) {
        super(message);
    }
}
