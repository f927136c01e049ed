package io.gantry.cli;

import java.io.IOException;

/** Nobody reads standard output any more. */
final class ClosedOutputException extends IOException {
    ClosedOutputException(IOException cause) {
        super(cause);
    }
}
