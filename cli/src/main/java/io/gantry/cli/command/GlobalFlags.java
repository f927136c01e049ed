package io.gantry.cli.command;

/**
 * Flags that every command takes.
 *
 * @param project empty for the one of the remote
 */
public record GlobalFlags(
        boolean debug, boolean verbose, boolean quiet, boolean forceLocal, boolean help, boolean all, String project) {}
