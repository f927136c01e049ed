package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.migration.transfer.TransferFormat.RsyncOption;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.rsync.Rsync;
import io.gantry.storage.rsync.RsyncTransfer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Set;

/** Receives volumes by rsync into one tree, of which each snapshot is made when its turn has come. */
public record RsyncReceiver(
        Rsync rsync, StorageDriver driver, RsyncBase base, Set<RsyncOption> options, TransferProgress progress)
        implements VolumeReceiver {
    @Override
    public void receive(Volume volume, List<String> snapshots, int passes, ReceivedOwners owners, VolumeChannel peer)
            throws IOException {
        try {
            base.create(volume);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the transfer was cancelled");
        }
        for (String name : snapshots) {
            receiveTree(volume, RsyncTree.Tree.STILL, peer);
            settle(volume, volume.snapshot(name), owners);
            driver.snapshot(volume.snapshot(name));
        }
        for (int pass = 0; pass < passes; pass++) {
            receiveTree(volume, passes > 1 ? RsyncTree.Tree.IN_USE : RsyncTree.Tree.STILL, peer);
        }
        settle(volume, volume, owners);
    }

    private void settle(Volume tree, Volume received, ReceivedOwners owners) {
        try (MountedVolume mounted = driver.mount(tree)) {
            owners.settle(received, mounted.path());
        }
    }

    private void receiveTree(Volume volume, RsyncTree.Tree tree, VolumeChannel peer) throws IOException {
        try (MountedVolume mounted = driver.mount(volume);
                RsyncTransfer transfer = rsync.receive(mounted.path(), RsyncTree.forRsync(options))) {
            RsyncTree.carry(transfer, tree, progress.counting(volume.name(), peer.nextStream()), peer.newStream());
        }
    }
}
