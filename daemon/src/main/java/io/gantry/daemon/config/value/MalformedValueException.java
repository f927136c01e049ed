package io.gantry.daemon.config.value;

/** A value is not what its key takes, and the message says to the user what is wrong with it, without the key's name. */
public final class MalformedValueException extends IllegalArgumentException {
    public MalformedValueException(String reason) {
        super(reason);
    }
}
