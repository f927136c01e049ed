package io.gantry.daemon.simplestreams;

/** A text is not in the simplestreams format. */
public final class MalformedStreamException extends Exception {
    public MalformedStreamException(String message) {
        super(message);
    }
}
