package io.gantry.daemon.migration;

import io.gantry.daemon.migration.transfer.VolumeChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits on the control channel for the peer's last word while volumes travel. A peer that fails or vanishes ends
 * the filesystem channel too, so that whoever reads or writes there does not wait in vain.
 */
final class ControlWatch {
    private final CompletableFuture<Void> lastWord = new CompletableFuture<>();

    ControlWatch(ControlChannel control, VolumeChannel volumes) {
        Thread.ofVirtual().name("migration control").start(() -> {
            try {
                control.receiveSuccess();
                lastWord.complete(null);
            } catch (Exception e) {
                lastWord.completeExceptionally(e);
                volumes.close();
            }
        });
    }

    /**
     * Waits for the last word of a peer that has closed the filesystem channel: one that has all it wants may do so while
     * we still send, and says its success on the control channel, which may come later.
     *
     * @return whether it has succeeded
     */
    boolean hasSucceeded(Duration limit) throws InterruptedException {
        try {
            lastWord.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Waits for the peer's success; throws its failure. */
    void await() throws Exception {
        try {
            lastWord.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** What is to be told of a failure of ours: the peer's own reason where it gave one. */
    Exception reasonOf(Exception failure) {
        if (lastWord.isCompletedExceptionally()
                && lastWord.exceptionNow() instanceof io.gantry.daemon.failure.DaemonException reason) {
            reason.addSuppressed(failure);
            return reason;
        }
        return failure;
    }
}
