package io.gantry.daemon.runtime;

import java.nio.file.Path;

/**
 * Where the files of running containers are.
 *
 * @param directory of the daemon, absolute
 */
public record RuntimePaths(Path directory) {
    /** The lxcpath of all containers: it is part of their identity. */
    Path lxcPath() {
        return directory.resolve("containers");
    }

    /** The folder that holds one folder of logs for each instance. */
    public Path logs() {
        return directory.resolve("logs");
    }

    Path logs(String name) {
        return logs().resolve(name);
    }

    /** The shared mount through which mounts get into running containers. */
    Path sharedMounts() {
        return directory.resolve("shmounts");
    }

    /** Where what is mounted in a container is made ready. */
    Path devices(String name) {
        return directory.resolve("devices").resolve(name);
    }

    /** Where the root directory of a container is mounted whose owners on disk are not the right ones. */
    Path rootMount(String name) {
        return devices(name).resolve("rootfs");
    }

    /** Says which control groups a running container has. */
    Path groups(String name) {
        return directory.resolve("cgroups").resolve(name);
    }

    Path sharedMounts(String name) {
        return sharedMounts().resolve(name);
    }
}
