package io.gantry.daemon.instance;

import io.gantry.storage.idmap.DiskIdmap;
import java.nio.file.Path;

/**
 * Instances as processes and mounts. Safe for use by many threads; answers are as of now.
 */
public interface InstanceRuntime {
    RunState state(InstanceKey key);

    /**
     * The map of ids of a running instance: container ids to host ids.
     *
     * @throws io.gantry.daemon.failure.DaemonException CONFLICT where it does not run
     */
    DiskIdmap runningIdmap(InstanceKey key);

    /** The lxcpath under which liblxc knows the instance: absolute and the same for its whole life. */
    Path lxcPath();

    /** The name under which liblxc knows the instance. */
    String lxcName(InstanceKey key);
}
