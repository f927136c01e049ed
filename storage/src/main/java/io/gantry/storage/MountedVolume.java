package io.gantry.storage;

import java.nio.file.Path;

/** A volume whose content is reachable until this is closed. */
public interface MountedVolume extends AutoCloseable {
    /** The directory with the volume's content: {@code rootfs} and the files beside it. */
    Path path();

    /** Ends this use of the volume. Calling it again does nothing. */
    @Override
    void close();
}
