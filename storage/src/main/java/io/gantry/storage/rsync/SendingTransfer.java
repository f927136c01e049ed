package io.gantry.storage.rsync;

import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.RunningCommand;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** The sending end: named pipes that rsync's remote shell joins. */
final class SendingTransfer implements RsyncTransfer {
    private static final int VANISHED_FILES = 24;

    private final RunningCommand rsync;
    private final NamedPipes pipes;
    private final Path folder;

    SendingTransfer(RunningCommand rsync, NamedPipes pipes, Path folder) {
        this.rsync = rsync;
        this.pipes = pipes;
        this.folder = folder;
        Thread.ofVirtual().name("rsync end").start(() -> {
            rsync.waitFor();
            // Where rsync ended before its remote shell came, nobody else ends the streams.
            pipes.release();
        });
    }

    static int statusOf(RunningCommand rsync) {
        try {
            rsync.waitForSuccess();
            return 0;
        } catch (CommandFailedException e) {
            if (e.exitStatus() == VANISHED_FILES) {
                return VANISHED_FILES;
            }
            throw e;
        }
    }

    @Override
    public InputStream output() {
        return pipes.fromShell();
    }

    @Override
    public OutputStream input() {
        return pipes.toShell();
    }

    @Override
    public int waitForSuccess() {
        return statusOf(rsync);
    }

    @Override
    public void close() {
        rsync.close();
        pipes.close();
        NamedPipes.remove(folder);
    }
}
