package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.system.nativecall.ProcessEnd;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers whose monitor was killed: they run on, and nobody can reach or stop them by liblxc's means. They are known by
 * their root directory, which is that of an instance.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    /** Ends a container's first process, where it still runs, and thereby all others of the container. */
    void end(long initPid, Path rootfs) throws IOException {
        Optional<Object> root = identity(rootfs);
        if (root.isPresent() && identity(rootOf(initPid)).equals(root)) {
            kill(initPid);
        }
    }

    /** Ends all processes that have this root directory. */
    void endAll(Path rootfs) throws IOException {
        Optional<Object> root = identity(rootfs);
        if (root.isEmpty()) {
            return;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (identity(rootOf(pid)).equals(root)) {
                    kill(pid);
                }
            }
        }
    }

    private static Path rootOf(long pid) {
        return Path.of("/proc", Long.toString(pid), "root");
    }

    /** File system and number of a directory; empty where it is gone. */
    private static Optional<Object> identity(Path directory) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(directory, BasicFileAttributes.class).fileKey());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static void kill(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return;
        }
        LOG.warn("process {} of a container without a monitor is killed", pid);
        if (!process.get().destroyForcibly() && process.get().isAlive()) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "process " + pid + " of a container without a monitor cannot be killed");
        }
        ProcessEnd.await(pid);
    }
}
