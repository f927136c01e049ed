package io.gantry.daemon.migration;

import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.migration.wire.MigrationControl;
import io.gantry.daemon.migration.wire.MigrationHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A peer whose every word is a test's, and the channels of the side that hears it. */
final class HandmadePeer {
    private final JoinedChannels controlLine = new JoinedChannels();
    private final JoinedChannels volumeLine = new JoinedChannels();
    private final MessageChannel control = new Forgiving(controlLine.left());
    private final VolumeChannel volumes = new VolumeChannel(new Forgiving(volumeLine.left()));

    /** The channels as the other side awaits them. */
    MessageChannel await(String name, Duration limit) {
        return switch (name) {
            case "control" -> controlLine.right();
            case "fs" -> volumeLine.right();
            default -> throw new IllegalArgumentException(name + " within " + limit);
        };
    }

    MessageChannel control() {
        return control;
    }

    VolumeChannel volumes() {
        return volumes;
    }

    void say(MigrationHeader header) throws IOException {
        control.sendBinary(header.toByteString().asReadOnlyByteBuffer());
    }

    /** Its last word: empty for success, else why it failed. */
    void say(String failure) throws IOException {
        control.sendBinary(MigrationControl.newBuilder()
                .setSuccess(failure.isEmpty())
                .setMessage(failure)
                .build()
                .toByteString()
                .asReadOnlyByteBuffer());
    }

    MigrationHeader hearHeader() throws IOException {
        return MigrationHeader.parseFrom(binary().data());
    }

    MigrationControl hearLastWord() throws IOException {
        return MigrationControl.parseFrom(binary().data());
    }

    private Message.Binary binary() throws IOException {
        if (control.receive() instanceof Message.Binary binary) {
            return binary;
        }
        throw new IOException("no binary message came");
    }

    /** What is sent while the other side closes is reported as failed, though it has arrived: that side's end tells. */
    private record Forgiving(MessageChannel channel) implements MessageChannel {
        @Override
        public Message receive() throws IOException {
            return channel.receive();
        }

        @Override
        public void sendText(String text) {
            try {
                channel.sendText(text);
            } catch (IOException e) {
                // The test looks at the other side.
            }
        }

        @Override
        public void sendBinary(ByteBuffer data) {
            try {
                channel.sendBinary(data);
            } catch (IOException e) {
                // The test looks at the other side.
            }
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
