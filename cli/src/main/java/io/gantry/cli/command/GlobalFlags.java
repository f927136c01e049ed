package io.gantry.cli.command;

import io.gantry.cli.output.LogLines;

/**
 * Flags that every command takes.
 *
 * @param project empty for the one of the remote
 */
public record GlobalFlags(
        boolean debug, boolean verbose, boolean quiet, boolean forceLocal, boolean help, boolean all, String project) {
    /** How much the client tells of its own work. */
    LogLines.Level logLevel() {
        if (debug) {
            return LogLines.Level.DEBUG;
        }
        return verbose ? LogLines.Level.INFO : LogLines.Level.WARNING;
    }
}
