package io.gantry.daemon.config;

import io.gantry.daemon.config.value.CpuAllowance;
import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.config.value.IdmapLines;
import io.gantry.daemon.config.value.MemoryLimit;
import io.gantry.daemon.config.value.RawLxc;
import io.gantry.daemon.config.value.SnapshotExpiry;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of instances and profiles; what the daemon notes of instances has {@link VolatileKeys}. */
public final class InstanceKeys {
    private static final KeySet.Builder KEYS = new KeySet.Builder("instance", "an instance");

    private static final KeySet.Group BOOT = KEYS.group("boot", Scope.INSTANCE, Scope.PROFILE);

    public static final ConfigKey<Boolean> BOOT_AUTOSTART = BOOT.key("boot.autostart", ValueTypes.SWITCH)
            .live()
            .otherwise("as it was when the daemon ended")
            .says("Whether the instance starts with the daemon.");
    public static final ConfigKey<Duration> BOOT_AUTOSTART_DELAY = BOOT.key("boot.autostart.delay", ValueTypes.SECONDS)
            .live()
            .byDefault(Duration.ZERO)
            .says("How many seconds to wait after the instance's start before the next one starts with the daemon.");
    public static final ConfigKey<Integer> BOOT_AUTOSTART_PRIORITY = BOOT.key(
                    "boot.autostart.priority", ValueTypes.WHOLE_NUMBER)
            .live()
            .byDefault(0)
            .says("In which order instances start with the daemon: the highest first.");
    public static final ConfigKey<Duration> BOOT_HOST_SHUTDOWN_TIMEOUT = BOOT.key(
                    "boot.host_shutdown_timeout", ValueTypes.SECONDS)
            .live()
            .byDefault(Duration.ofSeconds(30))
            .since("container_host_shutdown_timeout")
            .says("How many seconds the instance has to shut down with the host, before it is killed.");
    public static final ConfigKey<Integer> BOOT_STOP_PRIORITY = BOOT.key("boot.stop.priority", ValueTypes.WHOLE_NUMBER)
            .live()
            .byDefault(0)
            .since("container_stop_priority")
            .says("In which order instances shut down with the host: the highest first.");

    private static final KeySet.Group CLOUD_INIT = KEYS.group("cloud-init", Scope.INSTANCE, Scope.PROFILE);

    public static final ConfigKey<String> CLOUD_INIT_NETWORK_CONFIG = CLOUD_INIT
            .key("cloud-init.network-config", ValueTypes.YAML)
            .since("cloud_init")
            .says("The network's configuration for cloud-init.");
    public static final ConfigKey<String> CLOUD_INIT_USER_DATA = CLOUD_INIT
            .key("cloud-init.user-data", ValueTypes.CLOUD_CONFIG)
            .since("cloud_init")
            .says("The user's data for cloud-init.");
    public static final ConfigKey<String> CLOUD_INIT_VENDOR_DATA = CLOUD_INIT
            .key("cloud-init.vendor-data", ValueTypes.CLOUD_CONFIG)
            .since("cloud_init")
            .says("The vendor's data for cloud-init.");

    private static final KeySet.Group LIMITS = KEYS.group("resource-limits", Scope.INSTANCE, Scope.PROFILE);

    public static final ConfigKey<CpuLimit> LIMITS_CPU = LIMITS.key("limits.cpu", ValueTypes.CPUS)
            .live()
            .otherwise("all CPUs")
            .says("How many of the host's CPUs the instance uses, or which of them.");
    public static final ConfigKey<CpuAllowance> LIMITS_CPU_ALLOWANCE = LIMITS.key(
                    "limits.cpu.allowance", ValueTypes.CPU_ALLOWANCE)
            .live()
            .byDefault(new CpuAllowance.Share(100), "100%")
            .says("The share of the CPUs' time that the instance gets when they are busy, or the time in each period "
                    + "that it gets at most.");
    public static final ConfigKey<Integer> LIMITS_CPU_PRIORITY = LIMITS.key("limits.cpu.priority", ValueTypes.PRIORITY)
            .live()
            .byDefault(10)
            .says("Which of the instances with the same share of the CPUs' time comes first: the highest.");
    public static final ConfigKey<Integer> LIMITS_DISK_PRIORITY = LIMITS.key(
                    "limits.disk.priority", ValueTypes.PRIORITY)
            .live()
            .otherwise("5")
            .says("How much of the disks' time the instance gets when they are busy: the higher, the more.");
    public static final ConfigKey<MemoryLimit> LIMITS_MEMORY = LIMITS.key("limits.memory", ValueTypes.MEMORY)
            .live()
            .otherwise("all memory")
            .says("How much memory the instance may use.");
    public static final ConfigKey<String> LIMITS_MEMORY_ENFORCE = LIMITS.key(
                    "limits.memory.enforce", ValueTypes.choice("hard", "soft"))
            .live()
            .byDefault("hard")
            .says("Whether the instance never gets more memory than its limit (hard), or only while the host has "
                    + "some to spare (soft).");
    public static final ConfigKey<Boolean> LIMITS_MEMORY_SWAP = LIMITS.key("limits.memory.swap", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .says("Whether the instance's memory may be swapped out.");
    public static final ConfigKey<Integer> LIMITS_MEMORY_SWAP_PRIORITY = LIMITS.key(
                    "limits.memory.swap.priority", ValueTypes.PRIORITY)
            .live()
            .byDefault(10)
            .says("How late the instance's memory is swapped out: the higher, the later.");
    public static final ConfigKey<Integer> LIMITS_PROCESSES = LIMITS.key("limits.processes", ValueTypes.COUNT)
            .live()
            .otherwise("no limit")
            .says("How many processes the instance may have.");
    public static final KeyFamily<String> LIMITS_KERNEL = LIMITS.key("limits.kernel.*", ValueTypes.KERNEL_LIMIT)
            .otherwise("as the daemon's own")
            .since("kernel_limits")
            .family(
                    Pattern.compile("as|core|cpu|data|fsize|locks|memlock|nice|nofile|nproc|rtprio|sigpending"),
                    "A limit of the kernel for each process of the instance (setrlimit(2)): soft and hard, or one for "
                            + "both.");

    private static final KeySet.Group OTHERS = KEYS.group("miscellaneous", Scope.INSTANCE, Scope.PROFILE);

    public static final ConfigKey<List<String>> LINUX_KERNEL_MODULES = OTHERS.key(
                    "linux.kernel_modules", ValueTypes.MODULES)
            .byDefault(List.of())
            .says("Modules of the kernel that are loaded before the instance starts.");
    public static final KeyFamily<String> LINUX_SYSCTL = OTHERS.key("linux.sysctl.*", ValueTypes.LINE)
            .otherwise("as the kernel has it")
            .since("linux_sysctl")
            .family(
                    Pattern.compile("[A-Za-z0-9_./-]+"),
                    "A parameter of the kernel (sysctl(8)) in the instance's namespaces.");
    public static final KeyFamily<String> ENVIRONMENT = OTHERS.key("environment.*", ValueTypes.LINE)
            .live()
            .family(
                    Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*"),
                    "A variable of the environment, for the instance's first process and for programs that are run in "
                            + "it.");
    public static final KeyFamily<String> USER = OTHERS.key("user.*", ValueTypes.TEXT)
            .live()
            .family(Pattern.compile(".+", Pattern.DOTALL), "Free for users; the instance can read it.");

    private static final KeySet.Group RAW = KEYS.group("raw", Scope.INSTANCE, Scope.PROFILE);

    public static final ConfigKey<IdmapLines> RAW_IDMAP = RAW.key("raw.idmap", ValueTypes.IDMAP_LINES)
            .byDefault(IdmapLines.NONE, "")
            .says("Ids of the host that the instance sees under ids of its own choice.");
    public static final ConfigKey<RawLxc> RAW_LXC = RAW.key("raw.lxc", ValueTypes.LXC_CONFIG)
            .byDefault(RawLxc.NONE, "")
            .says("Lines for liblxc's configuration (lxc.container.conf(5)).");

    private static final KeySet.Group SECURITY = KEYS.group("security", Scope.INSTANCE, Scope.PROFILE);

    public static final ConfigKey<Boolean> SECURITY_DEVLXD = SECURITY.key("security.devlxd", ValueTypes.SWITCH)
            .live()
            .byDefault(true)
            .since("restrict_devlxd")
            .says("Whether the instance can ask about itself at /dev/lxd/sock.");
    public static final ConfigKey<Long> SECURITY_IDMAP_BASE = SECURITY.key("security.idmap.base", ValueTypes.ID)
            .otherwise("the first range that is free")
            .since("id_map_base")
            .says("The first id of the host for an isolated instance.");
    public static final ConfigKey<Boolean> SECURITY_IDMAP_ISOLATED = SECURITY.key(
                    "security.idmap.isolated", ValueTypes.SWITCH)
            .byDefault(false)
            .since("id_map")
            .says("Whether the instance has ids of the host that no other has.");
    public static final ConfigKey<Long> SECURITY_IDMAP_SIZE = SECURITY.key("security.idmap.size", ValueTypes.ID)
            .otherwise("65536 for an isolated instance, else all that root has")
            .since("id_map")
            .says("How many ids the instance has.");
    public static final ConfigKey<Boolean> SECURITY_NESTING = SECURITY.key("security.nesting", ValueTypes.SWITCH)
            .byDefault(false)
            .says("Whether containers can run in the instance.");
    public static final ConfigKey<Boolean> SECURITY_PRIVILEGED = SECURITY.key("security.privileged", ValueTypes.SWITCH)
            .byDefault(false)
            .says("Whether the instance's root is the host's root.");
    public static final ConfigKey<Boolean> SECURITY_PROTECTION_DELETE = SECURITY.key(
                    "security.protection.delete", ValueTypes.SWITCH)
            .live()
            .byDefault(false)
            .since("container_protection_delete")
            .says("Whether the instance cannot be deleted.");

    private static final KeySet.Group SNAPSHOTS = KEYS.group("snapshots", Scope.INSTANCE, Scope.PROFILE);

    public static final ConfigKey<SnapshotExpiry> SNAPSHOTS_EXPIRY = SNAPSHOTS
            .key("snapshots.expiry", ValueTypes.EXPIRY)
            .live()
            .otherwise("never")
            .since("snapshot_expiry")
            .says("After what time new snapshots are deleted: minutes (M), hours (H), days (d), weeks (w), months (m) "
                    + "and years (y).");
    public static final ConfigKey<String> SNAPSHOTS_PATTERN = SNAPSHOTS
            .key("snapshots.pattern", ValueTypes.LINE)
            .live()
            .byDefault("snap%d")
            .since("snapshot_scheduling")
            .says("The name of snapshots that are given none, as a template; %d is a number.");

    private static final KeySet.Group IMAGE = KEYS.group("image", Scope.INSTANCE);

    public static final ConfigKey<String> IMAGE_REQUIREMENTS_CGROUP = IMAGE.key(
                    "image.requirements.cgroup", ValueTypes.LINE)
            .byDefault("")
            .says("v1 where the image needs control groups of version 1.");
    public static final ConfigKey<Boolean> IMAGE_REQUIREMENTS_NESTING = IMAGE.key(
                    "image.requirements.nesting", ValueTypes.SWITCH)
            .says("Whether the image needs security.nesting.");
    public static final ConfigKey<Boolean> IMAGE_REQUIREMENTS_PRIVILEGED = IMAGE.key(
                    "image.requirements.privileged", ValueTypes.SWITCH)
            .says("Whether the image needs security.privileged, or needs it unset.");
    public static final KeyFamily<String> IMAGE_PROPERTIES = IMAGE.key("image.*", ValueTypes.TEXT)
            .live()
            .family(Pattern.compile(".+", Pattern.DOTALL), "A property of the image that the instance was made from.");

    /** All of them, with those of {@link VolatileKeys}. */
    public static final KeySet ALL = KEYS.build().with(VolatileKeys.ALL);

    /** What an older cloud-init reads; {@link #USER} has them. */
    public static final ConfigKey<String> USER_META_DATA = USER.of("meta-data");

    /** All from which cloud-init sets an instance up. */
    public static final List<ConfigKey<String>> CLOUD_INIT_SEEDS = List.of(
            CLOUD_INIT_VENDOR_DATA,
            CLOUD_INIT_USER_DATA,
            CLOUD_INIT_NETWORK_CONFIG,
            USER.of("vendor-data"),
            USER.of("user-data"),
            USER.of("network-config"));

    private InstanceKeys() {}

    /** Whether the instance itself can read a key. */
    public static boolean isVisibleInside(String key) {
        return USER.contains(key) || key.startsWith("cloud-init.");
    }
}
