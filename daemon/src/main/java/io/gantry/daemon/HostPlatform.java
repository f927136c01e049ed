package io.gantry.daemon;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.core.Surroundings;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.instance.InstanceEngine;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.daemon.runtime.RuntimeFeature;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.storage.btrfs.BtrfsPoolDriver;
import io.gantry.storage.dir.DirPoolDriver;
import io.gantry.system.attach.ContainerAttach;
import io.gantry.system.attach.ContainerExec;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.mount.KernelMounts;
import io.gantry.system.mount.LoopDevices;
import java.nio.file.Path;
import java.util.List;

/** This host: SQLite, file systems, and containers of liblxc. */
final class HostPlatform implements Platform {
    private final Surroundings surroundings = Surroundings.ofThisHost();
    private final Path nativeFiles;

    /** @param nativeFiles directory with the native programs of the distribution */
    HostPlatform(Path nativeFiles) {
        this.nativeFiles = nativeFiles;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public Database openDatabase(Path file) {
        return SqliteDatabase.open(file);
    }

    @Override
    public List<PoolDriver> poolDrivers(StoragePaths paths) {
        CommandRunner commands = surroundings.commands();
        return List.of(
                new DirPoolDriver(paths, commands),
                new BtrfsPoolDriver(paths, commands, new KernelMounts(commands), new LoopDevices(commands)));
    }

    @Override
    public InstanceEngine engine(
            DaemonCore core, Instances instances, InstanceLocks locks, StoragePools pools, InstanceNetworks networks) {
        return new RuntimeFeature(core, instances, locks, pools, networks);
    }

    @Override
    public ContainerExec containerExec(Path directory) {
        return new ContainerAttach(
                surroundings.commands(),
                nativeFiles.resolve("gantry-attach"),
                directory.resolve("containers"),
                container -> directory.resolve("logs").resolve(container).resolve("lxc.conf"));
    }
}
