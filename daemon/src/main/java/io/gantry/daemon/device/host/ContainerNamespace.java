package io.gantry.daemon.device.host;

import io.gantry.storage.idmap.DiskIdmap;
import java.nio.file.Path;

/**
 * A running container as seen from the host.
 *
 * @param name as liblxc knows it
 * @param initPid of a process in its namespaces
 * @param idmap which ids of the host stand for the container's
 */
public record ContainerNamespace(String name, long initPid, DiskIdmap idmap) {
    public Path process() {
        return Path.of("/proc", Long.toString(initPid));
    }
}
