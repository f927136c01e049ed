package io.gantry.daemon.migration.transfer;

import io.gantry.storage.Volume;
import java.io.IOException;
import java.util.List;

/** Receives a volume in one format: the other end of a {@link VolumeSender}. */
public interface VolumeReceiver {
    /**
     * Receives snapshots, oldest first, and then the volume. When it fails, part of them may be there.
     *
     * @param passes how often the sender goes over the volume itself: 2 for a running instance, otherwise 1
     * @param owners makes the files' owners those of this host
     */
    void receive(Volume volume, List<String> snapshots, int passes, ReceivedOwners owners, VolumeChannel peer)
            throws IOException;
}
