package io.gantry.storage;

import java.util.OptionalLong;

/** The ability of a driver to limit how much a volume may hold. */
public interface QuotaSupport {
    /**
     * Limits the volume, also while it is in use. What it holds already counts; a limit below that is accepted
     * and lets nothing more be written.
     *
     * @param bytes 0 to take the limit away
     */
    void limit(Volume volume, long bytes);

    /** The limit of a volume in bytes; empty where it has none. */
    OptionalLong limitOf(Volume volume);
}
