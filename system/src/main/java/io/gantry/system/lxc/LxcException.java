package io.gantry.system.lxc;

/** liblxc did not do what it was asked; the message is its reason in one line. */
public final class LxcException extends RuntimeException {
    public LxcException(String message, Throwable cause) {
        super(message, cause);
    }
}
