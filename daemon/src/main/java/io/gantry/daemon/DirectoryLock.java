package io.gantry.daemon;

import io.gantry.daemon.failure.DaemonException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second daemon out of a directory. The kernel gives the lock back however its holder ends. */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel file;

    /** @throws DaemonException CONFLICT where another daemon has the directory */
    DirectoryLock(Path directory) throws IOException {
        file = FileChannel.open(directory.resolve("daemon.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            throw DaemonException.conflict("LXD is already running: another daemon uses " + directory
                    + "; end it with lxd shutdown, or set LXD_DIR to another directory");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
