package io.gantry.cli.terminal;

/**
 * Whose a file is and who may use it.
 *
 * @param mode permissions, at most {@code 07777}
 */
public record FileStatus(int uid, int gid, int mode) {}
