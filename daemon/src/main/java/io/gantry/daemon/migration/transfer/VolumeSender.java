package io.gantry.daemon.migration.transfer;

import io.gantry.storage.Volume;
import java.io.IOException;
import java.util.List;

/** Sends a volume in one format. */
public interface VolumeSender {
    /**
     * Sends snapshots, oldest first and each as the difference to the one before, and then the volume.
     *
     * @param volume the volume, or a snapshot that is to become a volume of its own
     * @param snapshots names; empty to send the volume alone
     */
    void send(Volume volume, List<String> snapshots, VolumeChannel peer) throws IOException;

    /**
     * Sends once more what has changed in the volume since, where the format needs that for a running instance.
     */
    void sendChanges(Volume volume, VolumeChannel peer) throws IOException;
}
