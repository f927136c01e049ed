package io.gantry.storage.rsync;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * One end of a transfer. What {@link #output} gives goes to the other end, whose output goes to {@link #input}.
 * Closing it kills rsync if it still runs. One thread may read while another writes.
 */
public interface RsyncTransfer extends AutoCloseable {
    /** What rsync says to its other end; ends when rsync has no more to say. */
    InputStream output();

    /** What the other end says; flush it after each piece, close it when the other end has no more to say. */
    OutputStream input();

    /**
     * Waits for rsync's end and answers its exit status: 0, or 24 where files vanished while they were sent.
     *
     * @throws io.gantry.system.command.CommandFailedException with any other status
     */
    int waitForSuccess();

    @Override
    void close();
}
