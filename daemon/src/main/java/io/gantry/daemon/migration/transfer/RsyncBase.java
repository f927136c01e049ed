package io.gantry.daemon.migration.transfer;

import io.gantry.storage.Volume;

/** Makes the volume into which rsync receives: from the image that its source was made from, or empty. */
@FunctionalInterface
public interface RsyncBase {
    void create(Volume volume) throws InterruptedException;
}
