package io.gantry.daemon.file;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import io.gantry.system.nativecall.FileSystemIdentity;
import io.gantry.system.nativecall.RootedFiles;
import io.gantry.system.nativecall.RootedFiles.Ownership;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An instance's root directory, reachable until this is closed.
 *
 * @param idmap what the ids seen from here mean to the instance
 * @param identity in whose name to make files
 * @param volume what is to be unmounted at the end; {@code null} where the instance itself keeps its files reachable
 */
record InstanceTree(
        RootedFiles files,
        DiskIdmap idmap,
        FileSystemIdentity identity,
        @Nullable MountedVolume volume) implements AutoCloseable {
    /** What the kernel shows for an id that has no meaning. */
    private static final long NOBODY = 65534;

    /** The host's ids for an owner inside the instance. */
    Ownership ownership(long uid, long gid, int mode) {
        return new Ownership(toHost(IdKind.USER, uid), toHost(IdKind.GROUP, gid), mode);
    }

    /** The host's id for one inside the instance, where there is one. */
    OptionalLong toHost(IdKind kind, OptionalLong id) {
        return id.isPresent() ? OptionalLong.of(toHost(kind, id.getAsLong())) : id;
    }

    private long toHost(IdKind kind, long id) {
        return idmap.toDisk(kind, id)
                .orElseThrow(() -> DaemonException.invalid("the id " + id + " is not one of the instance's ids"));
    }

    long toInstance(IdKind kind, long id) {
        return idmap.fromDisk(kind, id).orElse(NOBODY);
    }

    @Override
    public void close() {
        files.close();
        if (volume != null) {
            volume.close();
        }
    }
}
