package io.gantry.storage;

import java.util.List;
import java.util.Optional;

/**
 * The ability of a driver to send volumes as a stream that only a driver of the same kind understands, and to
 * send only what differs from a volume that the receiver has.
 *
 * <p>A volume consists of one or more parts: the volume itself and what is nested in it (btrfs: subvolumes).
 * Each part is one stream. The parts are sent in the order of {@link OutgoingVolume#parts}.
 */
public interface OptimizedTransfer {
    /** The parts of a volume or snapshot, the volume itself (path {@code /}) first. */
    List<VolumePart> parts(Volume volume);

    /**
     * The {@link VolumePart#uuid} that a received snapshot had where it came from; empty where it was not received.
     * A sender whose snapshot has this uuid needn't send it again.
     */
    Optional<String> origin(Volume snapshot);

    /**
     * Prepares the sending of a volume or snapshot. A volume that changes is frozen first, so that all of its parts
     * are of one moment.
     */
    OutgoingVolume send(Volume volume);

    /**
     * Prepares the receiving of a volume and its snapshots. Nothing is visible under the volumes' names before
     * {@link IncomingVolume#commit}.
     *
     * @param target the volume; it may exist, then its content is replaced
     */
    IncomingVolume receive(Volume target);
}
