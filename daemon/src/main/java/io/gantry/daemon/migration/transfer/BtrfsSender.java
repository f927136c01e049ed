package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.migration.transfer.TransferFormat.BtrfsOption;
import io.gantry.storage.OptimizedTransfer;
import io.gantry.storage.OutgoingVolume;
import io.gantry.storage.Volume;
import io.gantry.storage.VolumePart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends volumes as {@code btrfs send} streams. */
public record BtrfsSender(OptimizedTransfer driver, Set<BtrfsOption> options, TransferProgress progress)
        implements VolumeSender {
    @Override
    public void send(Volume volume, List<String> snapshots, VolumeChannel peer) throws IOException {
        try (OutgoingVolume live = driver.send(volume)) {
            if (options.contains(BtrfsOption.HEADER)) {
                peer.writeFrame(header(volume, snapshots, live).toJson());
            }
            Volume base = null;
            for (String name : snapshots) {
                Volume snapshot = volume.snapshot(name);
                try (OutgoingVolume outgoing = driver.send(snapshot)) {
                    sendParts(outgoing, base, volume.name() + "/" + name, peer);
                }
                base = snapshot;
            }
            sendParts(live, base, volume.name(), peer);
        }
    }

    /** A btrfs stream is of one moment: nothing has to follow. */
    @Override
    public void sendChanges(Volume volume, VolumeChannel peer) {}

    private BtrfsHeader header(Volume volume, List<String> snapshots, OutgoingVolume live) {
        List<BtrfsHeader.Subvolume> subvolumes = new ArrayList<>();
        for (String name : snapshots) {
            known(driver.parts(volume.snapshot(name)))
                    .forEach(part -> subvolumes.add(new BtrfsHeader.Subvolume(name, part)));
        }
        for (VolumePart part : known(live.parts())) {
            // A snapshot that is sent as the volume itself becomes a volume that can be written to.
            boolean isReadOnly = part.readOnly() && !volume.isSnapshot();
            subvolumes.add(new BtrfsHeader.Subvolume("", new VolumePart(part.path(), isReadOnly, part.uuid())));
        }
        return new BtrfsHeader(subvolumes);
    }

    private void sendParts(OutgoingVolume outgoing, @Nullable Volume base, String name, VolumeChannel peer)
            throws IOException {
        for (VolumePart part : known(outgoing.parts())) {
            try (OutputStream stream = progress.counting(name, peer.newStream())) {
                outgoing.writePart(part, base, stream);
            }
        }
    }

    private List<VolumePart> known(List<VolumePart> parts) {
        return options.contains(BtrfsOption.SUBVOLUMES)
                ? parts
                : parts.stream().filter(VolumePart::isRoot).toList();
    }
}
