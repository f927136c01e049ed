package io.gantry.system.attach;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A program in a container with pipes, which end when neither it nor what it left in the background has them open.
 * Closing kills it if it still runs.
 */
public interface AttachedProgram extends Attached {
    /** Where the program reads from; close it for the end of file. */
    OutputStream input();

    InputStream output();

    InputStream errors();

    /** Waits also for those that it left in the background to close its pipes. */
    @Override
    int waitFor();
}
