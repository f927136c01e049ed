package io.gantry.daemon.device.host;

import java.io.IOException;

/** Mounts in running containers. Safe for use by many threads. */
public interface ContainerMounts {
    /**
     * Mounts a path of the host at a place in a container, which is made where it is missing. Where that fails, nothing
     * stays mounted.
     *
     * @param device the name of what is mounted
     */
    void mount(ContainerNamespace container, String device, BindMount mount) throws IOException;

    /**
     * Unmounts a place; does nothing where nothing is mounted there, be it that the container has unmounted it.
     *
     * @param target relative to the container's root
     */
    void unmount(ContainerNamespace container, String target) throws IOException;

    /** Removes a file in a container on which nothing is mounted; does nothing where it is missing. */
    void removeFile(ContainerNamespace container, String target) throws IOException;
}
