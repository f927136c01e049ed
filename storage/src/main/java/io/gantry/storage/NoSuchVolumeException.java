package io.gantry.storage;

/** There is no volume of that name. */
public final class NoSuchVolumeException extends StorageException {
    public NoSuchVolumeException(String message) {
        super(message);
    }
}
