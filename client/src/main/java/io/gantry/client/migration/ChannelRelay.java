package io.gantry.client.migration;

import io.gantry.client.operation.Offer;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries messages between the channels of a source and of a target, in both directions; a pair of channels ends when one
 * of the two does. Closing it, from any thread, ends all.
 */
final class ChannelRelay implements AutoCloseable {
    private final List<MessageChannel> open = new ArrayList<>();

    private ChannelRelay() {}

    /**
     * Joins all channels that the source offers with those of the same names that the target waits for.
     *
     * @throws ChannelNotTakenException where the source has a channel that the target does not take; none is opened then
     */
    static ChannelRelay join(Offer source, Offer target) throws IOException {
        for (String channel : source.secrets().keySet()) {
            if (!target.secrets().containsKey(channel)) {
                throw new ChannelNotTakenException(
                        channel, source.server().remote(), target.server().remote());
            }
        }
        var relay = new ChannelRelay();
        try {
            for (String channel : source.secrets().keySet()) {
                MessageChannel one = relay.opened(source.open(channel));
                MessageChannel other = relay.opened(target.open(channel));
                Thread.ofVirtual().name("relay of " + channel).start(() -> carry(one, other));
                Thread.ofVirtual().name("relay back of " + channel).start(() -> carry(other, one));
            }
            return relay;
        } catch (IOException | RuntimeException e) {
            relay.close();
            throw e;
        }
    }

    private MessageChannel opened(MessageChannel channel) {
        open.add(channel);
        return channel;
    }

    private static void carry(MessageChannel from, MessageChannel to) {
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
            from.close();
            to.close();
        }
    }

    @Override
    public void close() {
        open.forEach(MessageChannel::close);
    }
}
