package io.gantry.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a volume, or of a snapshot of one. It says nothing about whether the volume exists.
 *
 * @param name of the volume in its project: an instance's name, an image's fingerprint
 * @param snapshot the snapshot's name, {@code null} where the volume itself is meant
 */
public record Volume(
        String pool,
        String project,
        VolumeType type,
        String name,
        @Nullable String snapshot) {
    /** The project whose volumes have no prefix in the pool. */
    public static final String DEFAULT_PROJECT = "default";

    public Volume {
        requireOneName("pool", pool);
        requireOneName("project", project);
        requireOneName("volume", name);
        if (snapshot != null) {
            requireOneName("snapshot", snapshot);
        }
    }

    public Volume(String pool, String project, VolumeType type, String name) {
        this(pool, project, type, name, null);
    }

    /** A container's volume. */
    public static Volume container(String pool, String project, String name) {
        return new Volume(pool, project, VolumeType.CONTAINER, name);
    }

    /** An image's volume. Images are kept once for all projects. */
    public static Volume image(String pool, String fingerprint) {
        return new Volume(pool, DEFAULT_PROJECT, VolumeType.IMAGE, fingerprint);
    }

    private static void requireOneName(String what, String name) {
        // A name becomes one component of a path: it must not be able to name anything else.
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not the name of a " + what + ": \"" + name + "\"");
        }
    }

    /** The snapshot of this volume with that name. */
    public Volume snapshot(String snapshotName) {
        if (isSnapshot()) {
            throw new IllegalArgumentException("a snapshot has no snapshots: " + this);
        }
        return new Volume(pool, project, type, name, snapshotName);
    }

    public boolean isSnapshot() {
        return snapshot != null;
    }

    public Optional<String> snapshotName() {
        return Optional.ofNullable(snapshot);
    }

    /** The volume that this is a snapshot of; of another volume, the volume itself. */
    public Volume parent() {
        return isSnapshot() ? new Volume(pool, project, type, name) : this;
    }

    /** The volume's name in the pool: with its project before it, unless that is the default one. */
    public String storageName() {
        return project.equals(DEFAULT_PROJECT) ? name : project + "_" + name;
    }

    @Override
    public String toString() {
        String path = pool + "/" + type.folder() + "/" + storageName();
        return isSnapshot() ? path + "/" + snapshot : path;
    }
}
