package io.gantry.storage;

import java.util.OptionalLong;

/** The ability of a driver to limit how much a volume may hold. */
public interface QuotaSupport {
    /**
     * Limits the volume, also while it is in use. What it holds already counts.
     *
     * @param bytes 0 to take the limit away
     * @throws QuotaExceededException where the volume holds more than that; its limit stays as it was
     */
    void limit(Volume volume, long bytes);

    /** The limit of a volume in bytes; empty where it has none. */
    OptionalLong limitOf(Volume volume);
}
