package io.gantry.daemon.image.archive;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** Says in words why a file could not be read or written. */
public final class FileFailures {
    private FileFailures() {}

    public static String reason(IOException failure) {
        if (failure instanceof FileSystemException fileSystem) {
            String reason = Objects.requireNonNullElse(
                    fileSystem.getReason(), fileSystem.getClass().getSimpleName());
            return fileSystem.getFile() + ": " + reason;
        }
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    /** A failure that is this host's own. */
    public static DaemonException failed(String act, IOException failure) {
        return new DaemonException(FailureCategory.INTERNAL, "cannot " + act + ": " + reason(failure), failure);
    }
}
