package io.gantry.daemon.exec;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves bytes between a program's pipes and channels. A text message marks the end of a stream, as in LXD. */
final class StreamPumps {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPumps.class);
    private static final int CHUNK = 128 * 1024;

    private StreamPumps() {}

    /**
     * Sends all that comes out of a pipe, then the end mark. Where the client has gone, the pipe is closed, so that
     * the program notices.
     */
    static void send(InputStream from, MessageChannel to) {
        byte[] buffer = new byte[CHUNK];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.sendBinary(ByteBuffer.wrap(buffer, 0, count));
            }
            to.sendText("");
        } catch (IOException e) {
            LOG.debug("the output of an exec has no reader any more: {}", e.getMessage());
        }
    }

    /**
     * Writes all that comes from a channel to a pipe, and closes it at the end mark or when the client is gone. What
     * comes when nobody reads the pipe any more is thrown away: a client that goes on sending must not be stopped.
     */
    static void receive(MessageChannel from, OutputStream to) {
        try {
            try (to) {
                while (from.receive() instanceof Message.Binary(ByteBuffer data)) {
                    byte[] bytes = new byte[data.remaining()];
                    data.get(bytes);
                    to.write(bytes);
                    to.flush();
                }
                return;
            } catch (IOException e) {
                LOG.debug("the input of an exec ends early: {}", e.getMessage());
            }
            while (from.receive() instanceof Message.Binary) {
                // Nobody is there to read it.
            }
        } catch (IOException e) {
            LOG.debug("the input of an exec is lost: {}", e.getMessage());
        }
    }
}
