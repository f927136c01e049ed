package io.gantry.daemon.device.host;

import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.storage.idmap.ShiftedMounts;
import io.gantry.system.mount.Mounts;

/** What devices do to the host, each part replaceable by a test. */
public record DeviceHost(
        DevicePaths paths,
        HostLinks links,
        HostNodes nodes,
        Mounts mounts,
        ShiftedMounts shifted,
        ContainerMounts containers,
        InstanceNetworks networks) {}
