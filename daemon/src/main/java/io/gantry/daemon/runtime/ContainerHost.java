package io.gantry.daemon.runtime;

import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.DevicePaths;
import io.gantry.daemon.device.host.IpLinks;
import io.gantry.daemon.device.host.KernelNodes;
import io.gantry.daemon.device.host.LxcContainerMounts;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.runtime.idmap.SubordinateIds;
import io.gantry.storage.idmap.IdmappedTrees;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.lxc.LxcTools;
import io.gantry.system.mount.KernelMounts;
import java.nio.file.Path;

/** What the runtime does to the host, each part replaceable by a test. */
public record ContainerHost(
        RuntimePaths paths,
        LxcFiles files,
        SubordinateIds ids,
        CommandRunner commands,
        CgroupLayout cgroups,
        HostProcesses processes,
        DeviceHost devices) {
    /**
     * This host as it is.
     *
     * @param directory of the daemon, absolute
     */
    public static ContainerHost ofThisHost(Path directory, CommandRunner commands, InstanceNetworks networks) {
        var mounts = new KernelMounts(commands);
        var paths = new DevicePaths(directory);
        return new ContainerHost(
                new RuntimePaths(directory),
                LxcFiles.OF_THIS_HOST,
                SubordinateIds.ofHost(),
                commands,
                CgroupLayout.detect(),
                new KernelProcesses(),
                new DeviceHost(
                        paths,
                        new IpLinks(commands),
                        new KernelNodes(commands),
                        mounts,
                        new IdmappedTrees(commands),
                        new LxcContainerMounts(paths, commands, mounts),
                        networks));
    }

    LxcTools lxc() {
        return new LxcTools(commands, paths.lxcPath());
    }
}
