package io.gantry.daemon;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.core.Surroundings;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.instance.InstanceEngine;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.PoolDriver;
import io.gantry.storage.StoragePaths;
import io.gantry.system.attach.ContainerExec;
import java.nio.file.Path;
import java.util.List;

/** What a daemon stands on: how it keeps its records and volumes, and how it runs instances. */
interface Platform {
    Surroundings surroundings();

    /** Opens the database in a file, which is made where there is none. */
    Database openDatabase(Path file);

    /** The drivers of this program, whether this host can use them or not. */
    List<PoolDriver> poolDrivers(StoragePaths paths);

    InstanceEngine engine(
            DaemonCore core, Instances instances, InstanceLocks locks, StoragePools pools, InstanceNetworks networks);

    /**
     * Runs programs in the instances that the engine runs.
     *
     * @param directory of the daemon
     */
    ContainerExec containerExec(Path directory);
}
