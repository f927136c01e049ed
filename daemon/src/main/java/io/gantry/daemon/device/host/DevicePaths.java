package io.gantry.daemon.device.host;

import java.nio.file.Path;

/**
 * Where what containers get from the host is made ready.
 *
 * @param directory of the daemon, absolute
 */
public record DevicePaths(Path directory) {
    /** The lxcpath of all containers. */
    public Path lxcPath() {
        return directory.resolve("containers");
    }

    /** What is mounted in a container is made ready in this folder. */
    public Path container(String container) {
        return directory.resolve("devices").resolve(container);
    }

    /** Where one device of a container is made ready. */
    public Path ready(String container, String device) {
        return container(container).resolve(fileName(device));
    }

    /** Where the root directory of a container is mounted whose owners on disk are not the right ones. */
    public Path rootMount(String container) {
        return container(container).resolve("rootfs");
    }

    /** The shared mount through which mounts get into running containers. */
    public Path sharedMounts() {
        return directory.resolve("shmounts");
    }

    /** A container's part of the shared mount. */
    public Path sharedMounts(String container) {
        return sharedMounts().resolve(container);
    }

    /** Where a device is mounted on its way into a container. */
    public Path sharedMount(String container, String device) {
        return sharedMounts(container).resolve(fileName(device));
    }

    public Path staging(String container, String device) {
        return directory.resolve("staging").resolve(container + "." + fileName(device));
    }

    /** The name of a file for a device, whatever that is called; different for different names. */
    static String fileName(String device) {
        return "device." + device.replace("-", "--").replace("/", "-");
    }
}
