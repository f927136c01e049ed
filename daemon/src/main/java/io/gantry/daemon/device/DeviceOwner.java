package io.gantry.daemon.device;

import io.gantry.daemon.device.host.ContainerNamespace;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;

/**
 * The instance that a device is for.
 *
 * @param idmap which ids of the host stand for the instance's; unshifted for a privileged one
 */
public record DeviceOwner(ExpandedInstance instance, DiskIdmap idmap) {
    InstanceKey key() {
        return instance.key();
    }

    /** Its name for liblxc, and in paths. */
    String container() {
        return instance.key().name();
    }

    /** Its container, which runs. */
    ContainerNamespace namespace(long initPid) {
        return new ContainerNamespace(container(), initPid, idmap);
    }

    /** The host's id for one of the instance's; 0 where it has none. */
    long hostId(IdKind kind, long id) {
        return idmap.toDisk(kind, id).orElse(0);
    }
}
