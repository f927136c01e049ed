package io.gantry.storage;

import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A volume that is being sent. Closing it drops what was frozen for the sending. For one thread. */
public interface OutgoingVolume extends AutoCloseable {
    /** The parts, in the order in which they have to be sent. */
    List<VolumePart> parts();

    /**
     * Writes one part. The stream stays open.
     *
     * @param base a snapshot which the receiver has got from here; only the difference is sent. {@code null}
     *     sends everything. A part that the base lacks is sent whole.
     */
    void writePart(VolumePart part, @Nullable Volume base, OutputStream stream);

    @Override
    void close();
}
