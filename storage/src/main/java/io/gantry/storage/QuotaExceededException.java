package io.gantry.storage;

/** A volume's limit or the pool's space is used up. */
public final class QuotaExceededException extends StorageException {
    public QuotaExceededException(String message) {
        super(message);
    }
}
