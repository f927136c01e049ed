package io.gantry.storage;

import org.jspecify.annotations.Nullable;

/** An act on a pool or volume failed. The message names the pool or volume, the act and the reason. */
public sealed class StorageException extends RuntimeException
        permits VolumeExistsException,
                NoSuchVolumeException,
                InvalidPoolException,
                UnavailableDriverException,
                QuotaExceededException {
    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StorageException(String message) {
        this(message, null);
    }
}
