package io.gantry.daemon.runtime;

import io.gantry.daemon.device.DeviceOwner;
import io.gantry.daemon.device.InstanceDevices;
import io.gantry.daemon.device.host.SharedMounts;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.instance.IdRanges;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceStateReader;
import io.gantry.daemon.instance.LiveChanges;
import io.gantry.daemon.instance.RunState;
import io.gantry.daemon.runtime.idmap.ContainerIdmaps;
import io.gantry.storage.idmap.DiskIdmap;
import java.time.Duration;

/**
 * Runs instances as containers of liblxc: the face of this package, which puts its parts together. A container's processes
 * are no children of the daemon: they outlive it, and the next daemon finds them again.
 */
public final class LxcRuntime implements InstanceRuntime {
    private final RuntimeServices services;
    private final ContainerHost host;
    private final RunningContainers running = new RunningContainers();
    private final ContainerStates states;
    private final ContainerIdmaps ids;
    private final CpuBalancer cpus;
    private final SharedMounts sharedMounts;
    private final InstanceDevices devices;
    private final ContainerWatch watch;
    private final ContainerStart start;
    private final ContainerEnd end;
    private final ContainerFreezer freezer;
    private final ContainerAdoption adoption;
    private final HostShutdown hostShutdown;
    private final Autostart autostart;

    /** @param locks for the instances that start with the daemon; all other callers bring theirs */
    public LxcRuntime(RuntimeServices services, ContainerHost host, InstanceLocks locks) {
        this.services = services;
        this.host = host;
        states = new ContainerStates(running, host);
        ids = new ContainerIdmaps(host.ids(), services.instances()::list);
        cpus = new CpuBalancer(services.instances(), running, host);
        sharedMounts = new SharedMounts(host.devices().paths(), host.devices().mounts());
        devices = new InstanceDevices(host.devices(), services.instances(), running::initPid, LxcRuntime::owner);
        var preparation = new StartPreparation(services, host, ids, cpus, sharedMounts, devices);
        var release = new ContainerRelease(host.paths(), sharedMounts, devices, services.devlxd());
        var ended =
                new EndedContainer(services.instances(), host.processes(), release, running, cpus, services.events());
        watch = new ContainerWatch(running, host.processes(), ended::settle);
        end = new ContainerEnd(running, host.lxc());
        start = new ContainerStart(services, host, preparation, devices, watch, end, cpus);
        freezer = new ContainerFreezer(states, services.events());
        adoption = new ContainerAdoption(services, host, preparation, devices, watch, release);
        hostShutdown = new HostShutdown(services.instances(), running, states, freezer, end);
        autostart = new Autostart(services.instances(), running, locks, start::start, Thread::sleep);
    }

    /** A running instance with the ids that it has. */
    static DeviceOwner owner(ExpandedInstance instance) {
        return new DeviceOwner(instance, PowerState.idmap(instance));
    }

    @Override
    public RunState state(InstanceKey key) {
        return states.state(key);
    }

    @Override
    public DiskIdmap runningIdmap(InstanceKey key) {
        if (running.find(key).isEmpty()) {
            throw DaemonException.conflict("Instance is not running: " + key);
        }
        return PowerState.idmap(services.instances().find(key));
    }

    @Override
    public void start(InstanceKey key) {
        start.start(key);
    }

    @Override
    public void shutDown(InstanceKey key, Duration limit) {
        end.end(key, new ContainerEnd.Manner.Asked(limit));
    }

    @Override
    public void kill(InstanceKey key) {
        end.end(key, new ContainerEnd.Manner.Killed());
    }

    @Override
    public void freeze(InstanceKey key) {
        freezer.freeze(key);
    }

    @Override
    public void unfreeze(InstanceKey key) {
        freezer.unfreeze(key);
    }

    /** Which ids of the host stand for those of instances. */
    public IdRanges idRanges() {
        return ids;
    }

    public HostRules hostRules() {
        return new ContainerHostRules(host.lxc());
    }

    public LiveChanges liveChanges() {
        return new LxcLiveChanges(this, host.cgroups(), cpus, services.devlxd(), devices);
    }

    public InstanceStateReader stateReader() {
        return new LxcStateReader(this, host.cgroups(), services.pools());
    }

    /** Takes over what runs; called once the pools and networks are started and cut-off acts are undone. */
    public void adopt() {
        sharedMounts.start();
        adoption.adopt();
    }

    /** Starts what is to run with the daemon, one after the other; returns when all run. */
    public void startAll() {
        autostart.startAll();
    }

    /** Lets go of the containers, which go on running. */
    public void close() {
        watch.close();
        devices.close();
    }

    /** Ends all containers. */
    public void shutDown() {
        hostShutdown.shutDownAll();
        close();
        sharedMounts.stop();
    }
}
