package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.rsync.Rsync;
import io.gantry.storage.rsync.RsyncTransfer;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Sends volumes by rsync: each snapshot, and then the volume, as the difference to what the target has by then. */
public record RsyncSender(
        Rsync rsync,
        StorageDriver driver,
        Set<RsyncOption> options,
        RsyncTree.Tree live,
        String bandwidthLimit,
        TransferProgress progress)
        implements VolumeSender {
    @Override
    public void send(Volume volume, List<String> snapshots, VolumeChannel peer) throws IOException {
        for (String name : snapshots) {
            sendTree(volume.snapshot(name), RsyncTree.Tree.STILL, volume.name() + "/" + name, peer);
        }
        sendTree(volume, live, volume.name(), peer);
    }

    @Override
    public void sendChanges(Volume volume, VolumeChannel peer) throws IOException {
        sendTree(volume, live, volume.name(), peer);
    }

    private void sendTree(Volume volume, RsyncTree.Tree tree, String name, VolumeChannel peer) throws IOException {
        try (MountedVolume mounted = driver.mount(volume);
                RsyncTransfer transfer = rsync.send(mounted.path(), RsyncTree.forRsync(options), bandwidthLimit)) {
            RsyncTree.carry(transfer, tree, peer.nextStream(), progress.counting(name, peer.newStream()));
        }
    }
}
