package io.gantry.daemon.migration.transfer;

/** The other daemon closed a channel, or is gone, before the transfer was complete. */
public final class LostPeerException extends RuntimeException {
    public LostPeerException(String channel, String reason) {
        super("the other server closed the " + channel + " channel before the transfer was complete"
                + (reason.isEmpty() ? "" : ": " + reason));
    }
}
