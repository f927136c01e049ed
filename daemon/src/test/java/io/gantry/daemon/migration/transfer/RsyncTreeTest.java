package io.gantry.daemon.migration.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.migration.transfer.RsyncTree.Tree;
import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.storage.rsync.RsyncTransfer;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One tree between rsync and a peer, and how either of them may end. */
@Timeout(60)
class RsyncTreeTest {
    /** An rsync that says one text, hears what comes, and ends with a status. */
    private static final class Rsync implements RsyncTransfer {
        private final int status;
        private final InputStream output;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final CountDownLatch heardAll = new CountDownLatch(1);
        private final CountDownLatch killed = new CountDownLatch(1);
        private int flushes;

        Rsync(int status, InputStream output) {
            this.status = status;
            this.output = output;
        }

        @Override
        public InputStream output() {
            return output;
        }

        @Override
        public OutputStream input() {
            return new FilterOutputStream(heard) {
                @Override
                public void flush() {
                    flushes++;
                }

                @Override
                public void close() {
                    heardAll.countDown();
                }
            };
        }

        @Override
        public int waitForSuccess() {
            if (status != 0 && status != 24) {
                throw new CommandFailedException(Command.of("rsync"), status, "no space left");
            }
            return status;
        }

        @Override
        public void close() {
            killed.countDown();
        }
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** A stream that remembers that it was closed. */
    private static final class Peer extends ByteArrayOutputStream {
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void close() {
            ended.countDown();
        }
    }

    private static final class Broken extends FilterInputStream {
        Broken() {
            super(InputStream.nullInputStream());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("the peer is gone");
        }
    }

    @Test
    void whatEitherSaysTheOtherHearsToTheEnd() throws Exception {
        var rsync = new Rsync(0, text("from rsync"));
        var peer = new Peer();

        RsyncTree.carry(rsync, Tree.STILL, text("from the peer"), peer);

        assertThat(rsync.heard.toString(UTF_8)).isEqualTo("from the peer");
        assertThat(rsync.heardAll.getCount()).isZero();
        assertThat(rsync.flushes).isPositive();
        assertThat(peer.toString(UTF_8)).isEqualTo("from rsync");
        assertThat(peer.ended.getCount()).isZero();
        assertThat(rsync.killed.getCount()).isOne();
    }

    @Test
    void filesMayVanishFromATreeInUseOnly() throws Exception {
        RsyncTree.carry(new Rsync(24, text("")), Tree.IN_USE, text(""), new Peer());

        assertThatThrownBy(() -> RsyncTree.carry(new Rsync(24, text("")), Tree.STILL, text(""), new Peer()))
                .isInstanceOf(IOException.class)
                .hasMessage("files vanished while they were sent: something removed them on the host");
    }

    @Test
    void anRsyncThatFailsSaysWhyEvenWhereThePeerIsGoneToo() {
        for (InputStream incoming : new InputStream[] {text(""), new Broken()}) {
            assertThatThrownBy(() -> RsyncTree.carry(new Rsync(11, text("")), Tree.IN_USE, incoming, new Peer()))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("no space left");
        }
    }

    @Test
    void aPeerThatIsGoneIsAFailureThoughRsyncIsContent() {
        assertThatThrownBy(() -> RsyncTree.carry(new Rsync(0, text("")), Tree.STILL, new Broken(), new Peer()))
                .isInstanceOf(IOException.class)
                .hasMessage("the peer is gone");
    }

    @Test
    void anRsyncThatCannotSpeakToThePeerIsKilled() throws Exception {
        var rsync = new Rsync(0, text("from rsync"));
        var deaf = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("the peer hears nothing");
            }
        };

        assertThatThrownBy(() -> RsyncTree.carry(rsync, Tree.STILL, text(""), deaf))
                .isInstanceOf(IOException.class)
                .hasMessage("the peer hears nothing");
        rsync.killed.await();
    }

    @Test
    void aCancelledTransferEndsInsteadOfWaiting() {
        var neverEnding = new Rsync(0, new FilterInputStream(InputStream.nullInputStream()) {
            private final CountDownLatch never = new CountDownLatch(1);

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    never.await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> RsyncTree.carry(neverEnding, Tree.STILL, text(""), new Peer()))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("the transfer was cancelled");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void rsyncIsToldEveryOptionButThatOptionsAreNegotiated() {
        assertThat(RsyncTree.forRsync(EnumSet.allOf(RsyncOption.class)))
                .containsExactlyInAnyOrder(io.gantry.storage.rsync.RsyncOption.values());
        assertThat(RsyncTree.forRsync(Set.of(RsyncOption.BIDIRECTIONAL))).isEmpty();
        for (RsyncOption option : EnumSet.complementOf(EnumSet.of(RsyncOption.BIDIRECTIONAL))) {
            assertThat(RsyncTree.forRsync(Set.of(option)))
                    .extracting(Enum::name)
                    .containsExactly(option.name());
        }
    }
}
