package io.gantry.storage;

import java.io.InputStream;
import java.nio.file.Path;

/** A volume, with snapshots or not, that is being received. Closing it without a commit drops all of it. */
public interface IncomingVolume extends AutoCloseable {
    /**
     * Reads one part. For each volume the part {@link VolumePart#ROOT} comes first.
     *
     * @param volume the target, or one of its snapshots
     * @param stream read until the sender closes the part's stream: its end is the part's end
     */
    void readPart(Volume volume, VolumePart part, InputStream stream);

    /**
     * Puts everything received into its place. Volumes and snapshots of these names that exist are replaced.
     *
     * @param adaptation done to each volume and snapshot before that
     */
    void commit(Adaptation adaptation);

    /** Makes what came from another host right for this one. */
    @FunctionalInterface
    interface Adaptation {
        /**
         * Changes what has to be changed.
         *
         * @param volume the target, or one of its snapshots
         * @param content where it lies now; everything in it can be written to
         * @return whether anything was changed, so that it is no more what the sender has
         */
        boolean adapt(Volume volume, Path content);
    }

    @Override
    void close();
}
