package io.gantry.storage.idmap;

/**
 * A range of ids of a container and the ids of the host that stand for it.
 *
 * @param isUid whether it maps users
 * @param isGid whether it maps groups
 * @param hostId the first id on the host
 * @param containerId the first id in the container
 * @param length how many ids follow one another
 */
public record IdmapEntry(boolean isUid, boolean isGid, long hostId, long containerId, long length) {
    private static final long LIMIT = 1L << 32;

    public IdmapEntry {
        if (length < 1
                || length > LIMIT
                || hostId < 0
                || containerId < 0
                || hostId + length > LIMIT
                || containerId + length > LIMIT) {
            throw new IllegalArgumentException(
                    "not a range of ids: host %d, container %d, length %d".formatted(hostId, containerId, length));
        }
    }

    /** A range that maps users and groups alike. */
    public static IdmapEntry both(long hostId, long containerId, long length) {
        return new IdmapEntry(true, true, hostId, containerId, length);
    }

    boolean maps(IdKind kind) {
        return switch (kind) {
            case USER -> isUid;
            case GROUP -> isGid;
        };
    }
}
