package io.gantry.daemon.device.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Device nodes and owners of files on this host. Safe for use by many threads. */
public interface HostNodes {
    /** The number of a device. */
    record DeviceNumber(long major, long minor) {}

    /** A node to be made: whether it is a character device, whose it is, and who may use it. */
    record Node(boolean isCharacter, DeviceNumber number, long uid, long gid, int mode) {}

    /** The number of the device that a node stands for; empty where it is none, or not there. */
    Optional<DeviceNumber> number(Path node);

    /** Makes a node; where that fails, none is left. */
    void make(Path place, Node node) throws IOException;

    /** Gives a directory to a user. */
    void give(Path directory, long uid) throws IOException;
}
