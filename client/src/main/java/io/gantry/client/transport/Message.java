package io.gantry.client.transport;

import java.nio.ByteBuffer;

/** What comes out of a {@link MessageChannel}. */
public sealed interface Message {
    /** A whole text message. */
    record Text(String text) implements Message {}

    /** A whole binary message; the buffer belongs to the receiver. */
    record Binary(ByteBuffer data) implements Message {}

    /**
     * The channel is closed; nothing comes after this.
     *
     * @param code of RFC 6455, section 7.4; 1006 where the connection just ended
     */
    record Closed(int code, String reason) implements Message {}
}
