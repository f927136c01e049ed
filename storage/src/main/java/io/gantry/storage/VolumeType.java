package io.gantry.storage;

/** What a volume is for; it decides the folder of the pool in which the volume lies. */
public enum VolumeType {
    CONTAINER("containers"),
    IMAGE("images"),
    CUSTOM("custom");

    private final String folder;

    VolumeType(String folder) {
        this.folder = folder;
    }

    /** The folder for the volumes, below the pool's mount point. */
    public String folder() {
        return folder;
    }

    /** The folder for the snapshots of the volumes, below the pool's mount point. */
    public String snapshotFolder() {
        return folder + "-snapshots";
    }
}
