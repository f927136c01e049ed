package io.gantry.daemon.runtime;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.system.nativecall.ProcessEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes as {@code /proc} shows them. Containers whose monitor was killed run on, and nobody can reach or stop them by
 * liblxc's means: they are known by their root directory, which is that of an instance.
 */
final class KernelProcesses implements HostProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(KernelProcesses.class);

    @Override
    public boolean isAlive(long pid) {
        return Files.exists(of(pid).resolve("ns"));
    }

    @Override
    public String allowedCpus() {
        Path status = Path.of("/proc/self/status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + status, e);
        }
    }

    @Override
    public long parentOf(long pid) throws IOException {
        String stat = Files.readString(of(pid).resolve("stat"));
        // The name in parentheses may hold anything; what follows the last one is plain.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
        return Long.parseLong(fields[1]);
    }

    @Override
    public void awaitEnd(long pid) {
        ProcessEnd.await(pid);
    }

    @Override
    public void endIn(Path rootfs, long pid) throws IOException {
        Optional<Object> root = identity(rootfs);
        if (root.isPresent() && identity(rootOf(pid)).equals(root)) {
            kill(pid);
        }
    }

    @Override
    public void endAllIn(Path rootfs) throws IOException {
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

    private static Path of(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    private static Path rootOf(long pid) {
        return of(pid).resolve("root");
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
