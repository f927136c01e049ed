package io.gantry.daemon.device.host;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.system.mount.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A shared mount with a folder for each running container: what is mounted there appears in the container, from where
 * it can be moved to its place.
 */
public final class SharedMounts {
    private final DevicePaths paths;
    private final Mounts mounts;

    public SharedMounts(DevicePaths paths, Mounts mounts) {
        this.paths = paths;
        this.mounts = mounts;
    }

    /** Makes the shared mount, where an earlier daemon has not done so. */
    public void start() {
        Path shared = paths.sharedMounts();
        try {
            Files.createDirectories(shared);
        } catch (IOException e) {
            throw new DaemonException(FailureCategory.INTERNAL, "cannot make " + shared + ": " + e, e);
        }
        if (!isMounted(shared)) {
            mounts.bind(shared, shared);
        }
        mounts.makeShared(shared);
    }

    /** Unmounts the shared mount; no container may run. */
    public void stop() {
        if (isMounted(paths.sharedMounts())) {
            mounts.unmountLazily(paths.sharedMounts());
        }
    }

    private boolean isMounted(Path path) {
        return mounts.at(path).isPresent();
    }

    public void make(String container) throws IOException {
        Files.createDirectories(paths.sharedMounts(container));
    }

    /** Removes a container's folder and what is still mounted in it. */
    public void remove(String container) {
        Path folder = paths.sharedMounts(container);
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> points = Files.list(folder)) {
            for (Path point : points.toList()) {
                if (isMounted(point)) {
                    mounts.unmountLazily(point);
                }
                Files.deleteIfExists(point);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new DaemonException(FailureCategory.INTERNAL, "cannot remove " + folder + ": " + e, e);
        }
    }
}
