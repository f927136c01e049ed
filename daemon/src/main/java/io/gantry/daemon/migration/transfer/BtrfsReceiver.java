package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.storage.IncomingVolume;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** Receives volumes from {@code btrfs send} streams. */
public record BtrfsReceiver(OptimizedTransfer driver, Set<BtrfsOption> options, TransferProgress progress)
        implements VolumeReceiver {
    @Override
    public void receive(Volume volume, List<String> snapshots, int passes, ReceivedOwners owners, VolumeChannel peer)
            throws IOException {
        BtrfsHeader header = options.contains(BtrfsOption.HEADER)
                ? BtrfsHeader.parse(peer.readFrame())
                : BtrfsHeader.rootsOf(snapshots);
        try (IncomingVolume incoming = driver.receive(volume)) {
            for (String name : snapshots) {
                receiveParts(incoming, volume.snapshot(name), header.partsOf(name), peer);
            }
            receiveParts(incoming, volume, header.partsOf(""), peer);
            incoming.commit(owners::settle);
        }
    }

    private void receiveParts(IncomingVolume incoming, Volume volume, List<VolumePart> parts, VolumeChannel peer)
            throws IOException {
        if (parts.isEmpty() || !parts.getFirst().isRoot()) {
            throw new DaemonException(
                    FailureCategory.INTERNAL, "the other server's btrfs header does not name the root of " + volume);
        }
        for (VolumePart part : parts) {
            try (InputStream stream = progress.counting(volume.name(), peer.nextStream())) {
                incoming.readPart(volume, part, stream);
                stream.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }
}
