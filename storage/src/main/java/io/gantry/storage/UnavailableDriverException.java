package io.gantry.storage;

/** A driver can't be used on this host, most often because a program is not installed. */
public final class UnavailableDriverException extends StorageException {
    public UnavailableDriverException(String message) {
        super(message);
    }
}
