package io.gantry.daemon.runtime;

import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.cgroup.CgroupLayout;
import io.gantry.system.cgroup.CgroupSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration with which liblxc starts a container (lxc.container.conf(5)). It has LXD 5.0's shape, so that
 * containers find in both what they are used to.
 */
final class LxcConfig {
    private static final String SYSTEMD_HALT = "SIGRTMIN+3";

    private final RuntimePaths paths;
    private final CgroupLayout cgroups;
    private final CpuBalancer cpus;

    LxcConfig(RuntimePaths paths, CgroupLayout cgroups, CpuBalancer cpus) {
        this.paths = paths;
        this.cgroups = cgroups;
        this.cpus = cpus;
    }

    /**
     * @param idmap unshifted for a privileged container
     * @param mounts what the container gets from the host, in the order of mounting
     * @param devlxd the folder that the container has as {@code /dev/lxd}
     */
    List<String> lines(
            ExpandedInstance instance, RootMounts.Root root, DiskIdmap idmap, List<DiskDevice> mounts, Path devlxd) {
        String name = instance.key().name();
        Path logs = paths.logs(name);
        Path rootfs = root.path();
        var lines = new ArrayList<String>();
        lines.add("lxc.log.file = " + logs.resolve("lxc.log"));
        lines.add("lxc.log.level = warn");
        lines.add("lxc.console.buffer.size = auto");
        lines.add("lxc.console.size = auto");
        lines.add("lxc.console.logfile = " + logs.resolve("console.log"));
        lines.add("lxc.mount.auto = proc:rw sys:rw cgroup:mixed");
        lines.add("lxc.mount.auto = shmounts:" + paths.sharedMounts(name) + ":/dev/.lxd-mounts");
        lines.add("lxc.autodev = 1");
        lines.add("lxc.pty.max = 1024");
        lines.add("lxc.tty.max = 0");
        mounts(lines, instance);
        lines.add("lxc.mount.entry = " + DiskDevice.escaped(devlxd.toString()) + " dev/lxd none bind,create=dir 0 0");
        lines.add("lxc.arch = " + (instance.record().architecture().equals("i686") ? "linux32" : "linux64"));
        if (isSystemd(rootfs)) {
            lines.add("lxc.signal.halt = " + SYSTEMD_HALT);
        }
        for (CgroupSetting setting : new ResourceLimits(cgroups).of(instance.config())) {
            lines.add(setting.lxcLine());
        }
        cpus.atStart(instance).ifPresent(setting -> lines.add(setting.lxcLine()));
        kernelLimits(lines, instance.config());
        lines.add("lxc.uts.name = " + name);
        lines.add("lxc.rootfs.path = dir:" + rootfs);
        if (root.isToBeShifted()) {
            lines.add("lxc.rootfs.options = idmap=container");
        }
        lines.addAll(ContainerIdmaps.lxcLines(idmap));
        lines.add("lxc.apparmor.profile = unconfined");
        Path seccomp = Path.of("/usr/share/lxc/config/common.seccomp");
        if (Files.exists(seccomp)) {
            lines.add("lxc.seccomp.profile = " + seccomp);
        }
        instance.config().forEach((key, value) -> {
            if (key.startsWith("environment.")) {
                lines.add("lxc.environment = " + key.substring("environment.".length()) + "=" + value);
            }
        });
        mounts.forEach(mount -> lines.add(mount.lxcLine()));
        interfaces(lines, instance);
        instance.config().getOrDefault("raw.lxc", "").lines().forEach(lines::add);
        return lines;
    }

    private static void kernelLimits(List<String> lines, Map<String, String> config) {
        new TreeMap<>(config).forEach((key, value) -> {
            if (key.startsWith("limits.kernel.")) {
                lines.add("lxc.prlimit." + key.substring("limits.kernel.".length()) + " = " + value);
            } else if (key.startsWith("linux.sysctl.")) {
                lines.add("lxc.sysctl." + key.substring("linux.sysctl.".length()) + " = " + value);
            }
        });
    }

    private static void mounts(List<String> lines, ExpandedInstance instance) {
        lines.add("lxc.mount.entry = /dev/fuse dev/fuse none bind,create=file,optional 0 0");
        lines.add("lxc.mount.entry = /dev/net/tun dev/net/tun none bind,create=file,optional 0 0");
        lines.add("lxc.mount.entry = mqueue dev/mqueue mqueue rw,relatime,create=dir,optional 0 0");
        lines.add("lxc.mount.entry = /sys/kernel/debug sys/kernel/debug none rbind,create=dir,optional 0 0");
        lines.add("lxc.mount.entry = /sys/kernel/security sys/kernel/security none rbind,create=dir,optional 0 0");
        lines.add(
                "lxc.mount.entry = /proc/sys/fs/binfmt_misc proc/sys/fs/binfmt_misc none rbind,create=dir,optional 0 0");
        if (instance.isTrue("security.nesting")) {
            lines.add("lxc.mount.entry = proc dev/.lxc/proc proc create=dir,optional 0 0");
            lines.add("lxc.mount.entry = sysfs dev/.lxc/sys sysfs create=dir,optional 0 0");
        }
        Path lxcfs = Path.of("/usr/share/lxc/config/common.conf.d/00-lxcfs.conf");
        if (Files.exists(lxcfs) && Files.exists(Path.of("/var/lib/lxcfs/proc"))) {
            lines.add("lxc.include = " + lxcfs);
        }
    }

    private static void interfaces(List<String> lines, ExpandedInstance instance) {
        List<NicDevice> nics = NicDevice.all(instance);
        for (int number = 0; number < nics.size(); number++) {
            lines.addAll(nics.get(number).lxcLines(number));
        }
        if (nics.isEmpty()) {
            lines.add("lxc.net.0.type = empty");
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
