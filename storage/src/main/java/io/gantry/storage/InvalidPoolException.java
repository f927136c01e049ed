package io.gantry.storage;

/** A pool can't be made or started with what its configuration says; the message names the key or path. */
public final class InvalidPoolException extends StorageException {
    public InvalidPoolException(String message) {
        super(message);
    }
}
