package io.gantry.storage.rsync;

import io.gantry.system.command.RunningCommand;
import java.io.InputStream;
import java.io.OutputStream;

/** The receiving end: rsync's own standard streams. */
record ReceivingTransfer(RunningCommand rsync) implements RsyncTransfer {
    @Override
    public InputStream output() {
        return rsync.output();
    }

    @Override
    public OutputStream input() {
        return rsync.input();
    }

    @Override
    public int waitForSuccess() {
        return SendingTransfer.statusOf(rsync);
    }

    @Override
    public void close() {
        rsync.close();
    }
}
