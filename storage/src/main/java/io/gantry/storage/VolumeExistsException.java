package io.gantry.storage;

/** There is a volume of that name already. */
public final class VolumeExistsException extends StorageException {
    public VolumeExistsException(String message) {
        super(message);
    }
}
