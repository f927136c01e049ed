package io.gantry.daemon.instance;

import java.io.IOException;
import java.nio.file.Path;

/** The socket by which a running instance asks about itself. Safe for use by many threads. */
public interface Devlxd {
    /** Makes the folder for the socket, which the instance gets as {@code /dev/lxd}. */
    Path prepare(InstanceKey key) throws IOException;

    /**
     * Opens or closes the socket of a running instance, by {@code security.devlxd}. What fails is logged: an instance runs
     * without.
     *
     * @param rootId the host's id of the instance's root
     */
    void follow(ExpandedInstance instance, long rootId);

    /** Closes the socket of an instance that has ended, and removes its folder. */
    void remove(InstanceKey key) throws IOException;
}
