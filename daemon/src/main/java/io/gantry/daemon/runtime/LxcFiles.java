package io.gantry.daemon.runtime;

import java.nio.file.Path;

/**
 * What liblxc and lxcfs bring along.
 *
 * @param configuration the folder with liblxc's parts of configurations
 * @param lxcfs where lxcfs is mounted, if it runs
 */
public record LxcFiles(Path configuration, Path lxcfs) {
    static final LxcFiles OF_THIS_HOST = new LxcFiles(Path.of("/usr/share/lxc/config"), Path.of("/var/lib/lxcfs"));

    /** Which system calls containers may not use. */
    Path seccomp() {
        return configuration.resolve("common.seccomp");
    }

    /** Gives containers lxcfs's view of {@code /proc}. */
    Path lxcfsConfiguration() {
        return configuration.resolve("common.conf.d/00-lxcfs.conf");
    }
}
