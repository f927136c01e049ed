package io.gantry.daemon.file;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.MountedVolume;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import io.gantry.system.nativecall.FileSystemIdentity;
import io.gantry.system.nativecall.RootedFiles;
import io.gantry.system.nativecall.SystemCallException;
import java.nio.file.Path;
import java.util.function.Function;

/** Opens the root directories of instances: of running ones as their processes see it, of others on their volume. */
final class InstanceTrees {
    private static final String ROOT_FOLDER = "rootfs";

    private final Function<InstanceKey, InstanceRecord> records;
    private final InstanceRuntime runtime;
    private final StoragePools pools;

    InstanceTrees(Function<InstanceKey, InstanceRecord> records, InstanceRuntime runtime, StoragePools pools) {
        this.records = records;
        this.runtime = runtime;
        this.pools = pools;
    }

    InstanceTree open(InstanceKey key) {
        InstanceRecord instance = records.apply(key);
        try {
            return switch (runtime.state(key)) {
                case RunState.Running(long init) -> running(key, init);
                case RunState.Frozen(long init) -> running(key, init);
                case RunState.Stopped _ -> stopped(instance);
            };
        } catch (SystemCallException failure) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "cannot reach the files of instance %s: %s".formatted(key, failure.getMessage()),
                    failure);
        }
    }

    private InstanceTree running(InstanceKey key, long init) {
        DiskIdmap idmap = runtime.runningIdmap(key);
        RootedFiles files = RootedFiles.at(Path.of("/proc", Long.toString(init), "root"));
        return new InstanceTree(files, idmap, rootOf(idmap), null);
    }

    private static FileSystemIdentity rootOf(DiskIdmap idmap) {
        return new FileSystemIdentity(
                idmap.toDisk(IdKind.USER, 0).orElse(0),
                idmap.toDisk(IdKind.GROUP, 0).orElse(0));
    }

    private InstanceTree stopped(InstanceRecord instance) {
        InstanceKey key = instance.key();
        DiskIdmap idmap = new Config(instance.config()).get(VolatileKeys.LAST_STATE_IDMAP);
        StorageDriver driver = pools.started(instance.pool()).volumes();
        MountedVolume mounted = driver.mount(Volume.container(instance.pool(), key.project(), key.name()));
        try {
            RootedFiles files = RootedFiles.beneath(mounted.path(), ROOT_FOLDER);
            return new InstanceTree(files, idmap, FileSystemIdentity.HOST_ROOT, mounted);
        } catch (RuntimeException failure) {
            mounted.close();
            throw failure;
        }
    }
}
