package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.storage.rsync.RsyncTransfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Joins one end of an rsync transfer to the filesystem channel until both ends have said all. */
public final class RsyncTree {
    private static final int BUFFER = 128 << 10;

    private RsyncTree() {}

    /** Whether files may go away while their tree is sent. */
    public enum Tree {
        STILL,
        IN_USE
    }

    /**
     * Carries one tree.
     *
     * @param tree a file that vanishes from a tree that is still is an error: more may be missing than that
     * @param incoming what the peer says, counted or not
     * @param outgoing what we say
     */
    public static void carry(RsyncTransfer rsync, Tree tree, InputStream incoming, OutputStream outgoing)
            throws IOException {
        var toPeer = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("rsync to peer").start(() -> {
            try (outgoing) {
                pump(rsync.output(), outgoing);
                toPeer.complete(true);
            } catch (IOException e) {
                toPeer.completeExceptionally(e);
                rsync.close();
            }
        });
        @Nullable IOException lost = null;
        try (OutputStream toRsync = rsync.input()) {
            pump(incoming, toRsync);
        } catch (IOException e) {
            // Why rsync went away, it says itself.
            lost = e;
        }
        finish(rsync, tree, toPeer, lost);
    }

    private static void finish(
            RsyncTransfer rsync, Tree tree, CompletableFuture<Boolean> toPeer, @Nullable IOException lost)
            throws IOException {
        try {
            if (lost == null) {
                toPeer.get();
            }
            boolean isComplete = rsync.waitForSuccess() == 0;
            if (!isComplete && tree == Tree.STILL) {
                throw new IOException("files vanished while they were sent: something removed them on the host");
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the transfer was cancelled");
        }
        if (lost != null) {
            throw lost;
        }
    }

    private static void pump(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            to.flush();
        }
    }

    public static Set<io.gantry.storage.rsync.RsyncOption> forRsync(Set<RsyncOption> agreed) {
        var options = EnumSet.noneOf(io.gantry.storage.rsync.RsyncOption.class);
        for (RsyncOption option : agreed) {
            switch (option) {
                case XATTRS -> options.add(io.gantry.storage.rsync.RsyncOption.XATTRS);
                case DELETE -> options.add(io.gantry.storage.rsync.RsyncOption.DELETE);
                case COMPRESS -> options.add(io.gantry.storage.rsync.RsyncOption.COMPRESS);
                case FAST_METHODS -> options.add(io.gantry.storage.rsync.RsyncOption.FAST_METHODS);
                case HARD_LINKS_AND_ACLS -> options.add(io.gantry.storage.rsync.RsyncOption.HARD_LINKS_AND_ACLS);
                case BIDIRECTIONAL -> {
                    // That options are negotiated at all is no option of rsync's.
                }
            }
        }
        return options;
    }
}
