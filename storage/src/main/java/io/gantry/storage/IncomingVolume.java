package io.gantry.storage;

import java.io.InputStream;

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
     */
    void commit();

    @Override
    void close();
}
