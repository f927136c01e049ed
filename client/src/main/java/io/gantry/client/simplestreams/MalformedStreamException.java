package io.gantry.client.simplestreams;

/** A text is not in the simplestreams format. */
public final class MalformedStreamException extends Exception {
    public MalformedStreamException(String message) {
        super(message);
    }
}
