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

    /** Says which control groups a running container has. */
    Path groups(String name) {
        return directory.resolve("cgroups").resolve(name);
    }
}
