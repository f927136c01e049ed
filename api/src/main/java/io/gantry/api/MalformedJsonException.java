package io.gantry.api;

/** JSON that cannot be read, or that has another shape than was asked for. */
public final class MalformedJsonException extends RuntimeException {
    public MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
