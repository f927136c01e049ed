package io.gantry.daemon.runtime;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.devlxd.GuestSockets;
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
import io.gantry.storage.idmap.IdmappedTrees;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.lxc.LxcTools;
import io.gantry.system.mount.KernelMounts;

/** Instances as containers of liblxc. */
public final class RuntimeFeature implements InstanceEngine {
    private final LxcRuntime runtime;
    private final Autostart autostart;
    private final SharedMounts sharedMounts;
    private final GuestSockets guests;
    private final LiveChanges liveChanges;
    private final InstanceStateReader states;
    private final HostRules hostRules;
    private final IdRanges ids;

    public RuntimeFeature(
            DaemonCore core, Instances instances, InstanceLocks locks, StoragePools pools, InstanceNetworks networks) {
        CommandRunner commands = core.surroundings().commands();
        CgroupLayout cgroups = CgroupLayout.detect();
        var paths = new RuntimePaths(core.directory());
        var mounts = new KernelMounts(commands);
        var shifted = new IdmappedTrees(commands);
        var roots = new RootMounts(paths, mounts, shifted);
        var devices = new DeviceMounts(paths, commands, mounts, shifted);
        var running = new RunningContainers();
        var cpus = new CpuBalancer(instances, running, cgroups);
        var lxc = new LxcTools(commands, core.directory().resolve("containers"));
        var hotPlug = new HotPlug(instances, devices, paths, networks, running, commands);
        var idmaps = new ContainerIdmaps(instances::list);
        ids = idmaps;
        hostRules = new ContainerHostRules(lxc);
        sharedMounts = new SharedMounts(paths, mounts);
        guests = new GuestSockets(instances, core.directory().resolve("devlxd"));
        runtime = new LxcRuntime(
                instances,
                lxc,
                paths,
                cgroups,
                new StartPreparation(
                        instances,
                        pools,
                        new ImageTemplates(),
                        paths,
                        cgroups,
                        cpus,
                        idmaps,
                        roots,
                        sharedMounts,
                        devices,
                        commands,
                        networks,
                        guests),
                sharedMounts,
                roots,
                devices,
                hotPlug,
                running,
                cpus,
                guests,
                core.events(),
                core.surroundings().clock());
        autostart = new Autostart(runtime, locks);
        liveChanges = new LxcLiveChanges(runtime, cgroups, cpus, guests, hotPlug);
        states = new LxcStateReader(runtime, cgroups, pools);
    }

    @Override
    public InstanceRuntime runtime() {
        return runtime;
    }

    @Override
    public LiveChanges liveChanges() {
        return liveChanges;
    }

    @Override
    public InstanceStateReader states() {
        return states;
    }

    @Override
    public HostRules hostRules() {
        return hostRules;
    }

    @Override
    public IdRanges ids() {
        return ids;
    }

    @Override
    public void start() {
        sharedMounts.start();
        runtime.adopt();
    }

    @Override
    public void startAll() {
        autostart.startAll();
    }

    @Override
    public void close() {
        guests.close();
        runtime.close();
    }

    @Override
    public void shutDown() {
        runtime.shutDownAll();
        close();
        sharedMounts.stop();
    }
}
