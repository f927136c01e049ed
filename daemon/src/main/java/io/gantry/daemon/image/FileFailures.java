package io.gantry.daemon.image;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** Says in words why a file could not be read or written. */
final class FileFailures {
    private FileFailures() {}

    static String reason(IOException failure) {
        if (failure instanceof FileSystemException fileSystem) {
            String reason = Objects.requireNonNullElse(
                    fileSystem.getReason(), fileSystem.getClass().getSimpleName());
            return fileSystem.getFile() + ": " + reason;
        }
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }
}
