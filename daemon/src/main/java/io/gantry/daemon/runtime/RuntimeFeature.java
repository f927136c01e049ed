package io.gantry.daemon.runtime;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.devlxd.DevlxdSockets;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.instance.IdRanges;
import io.gantry.daemon.instance.InstanceEngine;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceStateReader;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.LiveChanges;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.daemon.template.ImageTemplates;

/** Instances as containers of liblxc. */
public final class RuntimeFeature implements InstanceEngine {
    private final LxcRuntime runtime;
    private final DevlxdSockets devlxd;

    public RuntimeFeature(
            DaemonCore core, Instances instances, InstanceLocks locks, StoragePools pools, InstanceNetworks networks) {
        devlxd = new DevlxdSockets(instances, core.directory().resolve("devlxd"));
        runtime = new LxcRuntime(
                new RuntimeServices(
                        instances,
                        pools,
                        new ImageTemplates(),
                        devlxd,
                        core.events(),
                        core.surroundings().clock()),
                ContainerHost.ofThisHost(core.directory(), core.surroundings().commands(), networks),
                locks);
    }

    @Override
    public InstanceRuntime runtime() {
        return runtime;
    }

    @Override
    public LiveChanges liveChanges() {
        return runtime.liveChanges();
    }

    @Override
    public InstanceStateReader states() {
        return runtime.stateReader();
    }

    @Override
    public HostRules hostRules() {
        return runtime.hostRules();
    }

    @Override
    public IdRanges ids() {
        return runtime.idRanges();
    }

    @Override
    public void start() {
        runtime.adopt();
    }

    @Override
    public void startAll() {
        runtime.startAll();
    }

    @Override
    public void close() {
        devlxd.close();
        runtime.close();
    }

    @Override
    public void shutDown() {
        runtime.shutDown();
        devlxd.close();
    }
}
