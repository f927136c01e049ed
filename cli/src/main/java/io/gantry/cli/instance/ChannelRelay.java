package io.gantry.cli.instance;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;

/** Carries messages between two websockets in both directions until one of them ends; then both are closed. */
final class ChannelRelay implements AutoCloseable {
    private final MessageChannel one;
    private final MessageChannel other;

    private ChannelRelay(MessageChannel one, MessageChannel other) {
        this.one = one;
        this.other = other;
    }

    static ChannelRelay between(MessageChannel one, MessageChannel other) {
        var relay = new ChannelRelay(one, other);
        Thread.ofVirtual().name("relay").start(() -> relay.carry(one, other));
        Thread.ofVirtual().name("relay back").start(() -> relay.carry(other, one));
        return relay;
    }

    private void carry(MessageChannel from, MessageChannel to) {
        try {
            while (true) {
                switch (from.receive()) {
                    case Message.Binary(var data) -> to.sendBinary(data);
                    case Message.Text(var text) -> to.sendText(text);
                    case Message.Closed _ -> {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // Both servers notice that their channel ends, and their operations tell why.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
