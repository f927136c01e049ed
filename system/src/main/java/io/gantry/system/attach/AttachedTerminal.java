package io.gantry.system.attach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A program on a terminal of its container. Closing hangs up and kills it if it still runs. One thread may type
 * while another resizes and a third reads.
 */
public interface AttachedTerminal extends Attached {
    /** Types these bytes. */
    void type(ByteBuffer bytes) throws IOException;

    void resize(WindowSize size) throws IOException;

    /** Hangs up: the program gets SIGHUP and the end of file. */
    void hangUp() throws IOException;

    /** What the terminal shows. */
    InputStream output();
}
