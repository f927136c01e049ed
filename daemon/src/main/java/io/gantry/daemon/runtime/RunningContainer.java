package io.gantry.daemon.runtime;

import io.gantry.daemon.instance.InstanceKey;
import io.gantry.storage.MountedVolume;
import java.util.concurrent.CompletableFuture;

/** A container that runs: its processes, and what it holds. */
final class RunningContainer {
    private final InstanceKey key;
    private final long monitorPid;
    private final MountedVolume volume;
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();
    private volatile long initPid;
    private volatile boolean wasAsked;
    private volatile boolean isHostGoingDown;

    /** @param monitorPid of liblxc's process that watches over init; it ends with the container */
    RunningContainer(InstanceKey key, long initPid, long monitorPid, MountedVolume volume) {
        this.key = key;
        this.initPid = initPid;
        this.monitorPid = monitorPid;
        this.volume = volume;
    }

    InstanceKey key() {
        return key;
    }

    long initPid() {
        return initPid;
    }

    /** After a reboot from inside, init is another process. */
    void initIs(long pid) {
        initPid = pid;
    }

    long monitorPid() {
        return monitorPid;
    }

    MountedVolume volume() {
        return volume;
    }

    /** Completed when the container has ended and all it held is released. */
    CompletableFuture<Boolean> released() {
        return released;
    }

    /** Whether somebody asked this daemon to end it, unlike one that ended by itself. */
    boolean wasAsked() {
        return wasAsked;
    }

    void ask() {
        wasAsked = true;
    }

    /** Whether it ends since the host, or the daemon for good, goes down: it is to run again afterwards. */
    boolean isHostGoingDown() {
        return isHostGoingDown;
    }

    void goDownWithHost() {
        isHostGoingDown = true;
        wasAsked = true;
    }
}
