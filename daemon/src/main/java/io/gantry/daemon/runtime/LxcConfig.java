package io.gantry.daemon.runtime;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.device.StartPlan;
import io.gantry.daemon.device.host.MountEntry;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.runtime.idmap.ContainerIdmaps;
import io.gantry.daemon.runtime.limit.ResourceLimits;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.cgroup.CgroupSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration with which liblxc starts a container (lxc.container.conf(5)). It has LXD 5.0's shape, so that
 * containers find in both what they are used to.
 */
final class LxcConfig {
    private static final String SYSTEMD_HALT = "SIGRTMIN+3";

    private final ContainerHost host;
    private final CpuBalancer cpus;

    LxcConfig(ContainerHost host, CpuBalancer cpus) {
        this.host = host;
        this.cpus = cpus;
    }

    /**
     * @param idmap unshifted for a privileged container
     * @param devices what the container gets from the host
     * @param devlxd the folder that the container has as {@code /dev/lxd}
     */
    List<String> lines(ExpandedInstance instance, DiskIdmap idmap, StartPlan devices, Path devlxd) {
        var config = new Config(instance.config());
        String name = instance.key().name();
        Path logs = host.paths().logs(name);
        var lines = new ArrayList<String>();
        lines.add("lxc.log.file = " + logs.resolve("lxc.log"));
        lines.add("lxc.log.level = warn");
        lines.add("lxc.console.buffer.size = auto");
        lines.add("lxc.console.size = auto");
        lines.add("lxc.console.logfile = " + logs.resolve("console.log"));
        lines.add("lxc.mount.auto = proc:rw sys:rw cgroup:mixed");
        lines.add("lxc.mount.auto = shmounts:" + host.devices().paths().sharedMounts(name) + ":/dev/.lxd-mounts");
        lines.add("lxc.autodev = 1");
        lines.add("lxc.pty.max = 1024");
        lines.add("lxc.tty.max = 0");
        mounts(lines, config);
        lines.add("lxc.mount.entry = " + MountEntry.escaped(devlxd.toString()) + " dev/lxd none bind,create=dir 0 0");
        lines.add("lxc.arch = " + (instance.record().architecture().equals("i686") ? "linux32" : "linux64"));
        if (isSystemd(devices.rootPath())) {
            lines.add("lxc.signal.halt = " + SYSTEMD_HALT);
        }
        for (CgroupSetting setting : new ResourceLimits(host.cgroups()).of(instance.config())) {
            lines.add(setting.lxcLine());
        }
        cpus.atStart(instance).ifPresent(setting -> lines.add(setting.lxcLine()));
        config.all(InstanceKeys.LIMITS_KERNEL)
                .forEach((limit, value) -> lines.add("lxc.prlimit." + limit + " = " + value));
        config.all(InstanceKeys.LINUX_SYSCTL).forEach((key, value) -> lines.add("lxc.sysctl." + key + " = " + value));
        lines.add("lxc.uts.name = " + name);
        lines.addAll(ContainerIdmaps.lxcLines(idmap));
        lines.add("lxc.apparmor.profile = unconfined");
        Path seccomp = host.files().seccomp();
        if (Files.exists(seccomp)) {
            lines.add("lxc.seccomp.profile = " + seccomp);
        }
        config.all(InstanceKeys.ENVIRONMENT)
                .forEach((variable, value) -> lines.add("lxc.environment = " + variable + "=" + value));
        lines.addAll(devices.lxcLines());
        lines.addAll(config.get(InstanceKeys.RAW_LXC).lines());
        return lines;
    }

    private void mounts(List<String> lines, Config config) {
        lines.add("lxc.mount.entry = /dev/fuse dev/fuse none bind,create=file,optional 0 0");
        lines.add("lxc.mount.entry = /dev/net/tun dev/net/tun none bind,create=file,optional 0 0");
        lines.add("lxc.mount.entry = mqueue dev/mqueue mqueue rw,relatime,create=dir,optional 0 0");
        lines.add("lxc.mount.entry = /sys/kernel/debug sys/kernel/debug none rbind,create=dir,optional 0 0");
        lines.add("lxc.mount.entry = /sys/kernel/security sys/kernel/security none rbind,create=dir,optional 0 0");
        lines.add(
                "lxc.mount.entry = /proc/sys/fs/binfmt_misc proc/sys/fs/binfmt_misc none rbind,create=dir,optional 0 0");
        if (config.get(InstanceKeys.SECURITY_NESTING)) {
            lines.add("lxc.mount.entry = proc dev/.lxc/proc proc create=dir,optional 0 0");
            lines.add("lxc.mount.entry = sysfs dev/.lxc/sys sysfs create=dir,optional 0 0");
        }
        Path lxcfs = host.files().lxcfsConfiguration();
        if (Files.exists(lxcfs) && Files.exists(host.files().lxcfs().resolve("proc"))) {
            lines.add("lxc.include = " + lxcfs);
        }
    }

    private static boolean isSystemd(Path rootfs) {
        try {
            Path init = rootfs.resolve("sbin/init");
            return Files.isSymbolicLink(init)
                    && Files.readSymbolicLink(init).toString().contains("systemd");
        } catch (IOException e) {
            return false;
        }
    }
}
