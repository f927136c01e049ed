package io.gantry.daemon.publish;

import io.gantry.storage.idmap.DiskIdmap;
import java.nio.file.Path;

/** Instances as sources of images. Safe for use by many threads. */
public interface PublishableInstances {
    /**
     * Opens the volume of a stopped instance or of a snapshot, and keeps it as it is until it is closed.
     *
     * @param name of an instance, or {@code INSTANCE/SNAPSHOT}
     * @throws io.gantry.daemon.failure.DaemonException NOT_FOUND where there is none, CONFLICT where the instance runs
     *     or something is being done to it
     */
    Opened open(String project, String name) throws InterruptedException;

    /** A volume that may be read. */
    interface Opened extends AutoCloseable {
        /** The directory with {@code rootfs} and the files beside it. */
        Path volume();

        /** What its ids on disk mean. */
        DiskIdmap idmap();

        /** As the kernel calls it. */
        String architecture();

        @Override
        void close();
    }
}
