package io.gantry.daemon.device;

import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A device of an instance, as its configuration describes it: the contract of all types. Devices are values: two that
 * differ in nothing that a container could notice are equal.
 *
 * <p>A method either does all of its work or leaves nothing on the host, and its failure names no device: {@link
 * InstanceDevices} does. It throws {@link DaemonException} for what the user has to mend, and otherwise what the {@link
 * DeviceHost} throws. Callers hold the lock of the instance.
 */
public sealed interface Device permits RootDisk, HostDisk, UnixDevice, Nic, NoDevice {
    /** The name by which instance and profiles know it. */
    String name();

    /**
     * Checks what only this host can say, before anything is made ready.
     *
     * @throws DaemonException INVALID_REQUEST saying what is missing, and the remedy
     */
    void check(DeviceOwner owner, DeviceHost host);

    /** Makes the device ready for a container that is about to start, and adds it, and what undoes it, to the plan. */
    void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) throws IOException;

    /** Gives the device to a running container. */
    void plug(DeviceOwner owner, long initPid, DeviceHost host) throws IOException;

    /** Takes the device from a running container, which may have lost it before. */
    void unplug(DeviceOwner owner, long initPid, DeviceHost host) throws IOException;

    /** Gives back what the device holds on the host, once the container has ended. */
    void release(InstanceKey instance, DeviceHost host) throws IOException;

    /** Whether a running container keeps the device when it is described otherwise from now on. */
    default boolean canBecome(Device next) {
        return equals(next);
    }

    /** Makes the device, which a running container has, what another one is: see {@link #canBecome}. */
    default void become(Device next, DeviceOwner owner, DeviceHost host) {}

    /** The node of the host that the device comes and goes with while the container runs; empty for most. */
    default Optional<Path> follows() {
        return Optional.empty();
    }

    /** What the instance's configuration says of the device while it is in use: keys {@code volatile.NAME.*}. */
    default Map<String, String> facts() {
        return Map.of();
    }
}
