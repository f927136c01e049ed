package io.gantry.daemon.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** Processes of the host that are no children of the daemon. Safe for use by many threads. */
public interface HostProcesses {
    boolean isAlive(long pid);

    /** The CPUs that this process may use, in the kernel's form, such as {@code 0-3,5}. */
    String allowedCpus();

    /**
     * The process that made another one, or took it over.
     *
     * @throws IOException where the other one has ended
     */
    long parentOf(long pid) throws IOException;

    /** Waits until a process has ended. */
    void awaitEnd(long pid);

    /** Kills a process, and waits for its end, where it runs and has this root directory. */
    void endIn(Path rootfs, long pid) throws IOException;

    /** Kills all processes that have this root directory, and waits for their end. */
    void endAllIn(Path rootfs) throws IOException;
}
