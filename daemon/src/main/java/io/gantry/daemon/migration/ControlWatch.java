package io.gantry.daemon.migration;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

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
