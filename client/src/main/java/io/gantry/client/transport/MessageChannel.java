package io.gantry.client.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A websocket, of either side. One thread may receive while others send; a message is sent whole.
 */
public interface MessageChannel extends AutoCloseable {
    /**
     * Waits for the next message; pings are answered within. After {@link Message.Closed} it gives that again.
     *
     * @throws IOException where the peer is gone without a word, or breaks the protocol
     */
    Message receive() throws IOException;

    /** Sends a text message; blocks until the connection has taken it. */
    void sendText(String text) throws IOException;

    /** Sends what remains of the buffer as a binary message; blocks until the connection has taken it. */
    void sendBinary(ByteBuffer data) throws IOException;

    /** Says good-bye and closes the connection. Does nothing the second time. */
    @Override
    void close();
}
