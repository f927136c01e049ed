package io.gantry.daemon.intent;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Durable intents. An act writes one before its first effect outside the database and ends it after its last; a
 * row that is still there when the daemon starts belongs to an act that was cut off, and its undo runs.
 */
public interface Intents {
    /** Writes an intent; it is on disk when this returns. */
    Intent begin(String kind, Map<String, String> facts);

    /** Says what undoes intents of a kind. All kinds are registered before {@link #settle}. */
    void onStart(String kind, Undo undo);

    /** Runs the undo of every row that is left. Called once, when the daemon starts. */
    void settle();

    /** An act under way. */
    interface Intent {
        /** The act is finished, or has undone itself: the row goes. */
        void end();

        /** The same as a part of a transaction, which then decides that the act has happened. */
        void end(Connection connection) throws SQLException;
    }

    /** Undoes what an act may have done. Runs again after a failure, so it must accept what is undone already. */
    @FunctionalInterface
    interface Undo {
        void undo(Map<String, String> facts) throws Exception;
    }
}
