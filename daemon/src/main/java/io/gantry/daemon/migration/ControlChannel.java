package io.gantry.daemon.migration;

import com.google.protobuf.GeneratedMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.gantry.client.transport.Message;
import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.migration.transfer.LostPeerException;
import io.gantry.daemon.migration.wire.MigrationControl;
import io.gantry.daemon.migration.wire.MigrationHeader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The control channel of a migration: one protobuf message in each binary websocket message. One thread may
 * send while another receives.
 */
final class ControlChannel {
    private final MessageChannel messages;
    private final Duration headerLimit;

    /** @param headerLimit how long the peer may take to send its header, once the channel is there */
    ControlChannel(MessageChannel messages, Duration headerLimit) {
        this.messages = messages;
        this.headerLimit = headerLimit;
    }

    void sendHeader(MigrationHeader header) throws IOException {
        send(header);
    }

    /**
     * Waits for the peer's header. A peer that connects and then says nothing would hold the operation and the instance's
     * lock for good; it gets the channel closed.
     *
     * @throws DaemonException where the header does not come in time
     */
    MigrationHeader receiveHeader() throws IOException {
        var isLate = new AtomicBoolean();
        Thread timer = Thread.ofVirtual().name("migration header").start(() -> {
            try {
                Thread.sleep(headerLimit);
                isLate.set(true);
                messages.close();
            } catch (InterruptedException e) {
                // The header has come, or the peer is gone.
            }
        });
        try {
            return receive(MigrationHeader.parser());
        } catch (IOException | LostPeerException e) {
            if (isLate.get()) {
                throw new DaemonException(
                        FailureCategory.INTERNAL,
                        "the other server has sent no migration header within " + headerLimit.toSeconds()
                                + " seconds of connecting; start the copy again",
                        e);
            }
            throw e;
        } finally {
            timer.interrupt();
        }
    }

    /** Says that this side has done its part. */
    void sendSuccess() throws IOException {
        send(MigrationControl.newBuilder().setSuccess(true).setMessage("").build());
    }

    /** Says that this side has given up, and why. */
    void sendFailure(String reason) throws IOException {
        send(MigrationControl.newBuilder().setSuccess(false).setMessage(reason).build());
    }

    /**
     * Waits for the other side's last word.
     *
     * @throws DaemonException with the peer's reason where it failed
     */
    void receiveSuccess() throws IOException {
        MigrationControl control = receive(MigrationControl.parser());
        if (!control.getSuccess()) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the other server gave up the transfer: " + control.getMessage());
        }
    }

    private void send(GeneratedMessage message) throws IOException {
        messages.sendBinary(message.toByteString().asReadOnlyByteBuffer());
    }

    private <T> T receive(Parser<T> parser) throws IOException {
        return switch (messages.receive()) {
            case Message.Binary binary -> parse(parser, binary);
            case Message.Text _ ->
                throw new DaemonException(
                        FailureCategory.INTERNAL, "the other server sent text on the control channel");
            case Message.Closed closed -> throw new LostPeerException("control", closed.reason());
        };
    }

    private static <T> T parse(Parser<T> parser, Message.Binary binary) {
        try {
            return parser.parseFrom(binary.data());
        } catch (InvalidProtocolBufferException e) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the other server sent a control message that cannot be read", e);
        }
    }
}
