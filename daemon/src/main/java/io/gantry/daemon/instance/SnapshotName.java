package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;

/** The name for a new snapshot, or a new one for an old snapshot: one component of paths and URLs. */
public record SnapshotName(String value) {
    private static final int LONGEST = 200;

    /** @throws DaemonException INVALID_REQUEST naming what is wrong */
    public SnapshotName {
        boolean isBad = value.isEmpty()
                || value.length() > LONGEST
                || value.equals(".")
                || value.equals("..")
                || value.chars().anyMatch(c -> c == '/' || Character.isWhitespace(c) || Character.isISOControl(c));
        if (isBad) {
            throw DaemonException.invalid(
                    "Invalid snapshot name \"" + value + "\": it may hold no slash, no space and no control character");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
