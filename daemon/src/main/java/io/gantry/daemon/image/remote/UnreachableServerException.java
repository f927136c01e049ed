package io.gantry.daemon.image.remote;

import java.io.IOException;

/** A server of images does not answer, or answers nothing that can be understood; the message says what was tried. */
final class UnreachableServerException extends Exception {
    UnreachableServerException(String message, IOException cause) {
        super(message, cause);
    }
}
