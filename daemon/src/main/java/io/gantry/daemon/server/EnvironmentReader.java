package io.gantry.daemon.server;

import io.gantry.api.ServerEnvironment;
import io.gantry.api.ServerStorageDriver;
import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.config.ServerKeys;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the server runs on. Safe for use by many threads. */
public final class EnvironmentReader {
    /** The version whose API this is: clients compare it with their own. */
    public static final String API_VERSION = "5.0.2";

    private static final List<String> LXC_5_FEATURES = List.of(
            "cgroup2",
            "core_scheduling",
            "devpts_fd",
            "idmapped_mounts_v2",
            "mount_injection_file",
            "network_gateway_device_route",
            "network_ipvlan",
            "network_l2proxy",
            "network_phys_macvlan_mtu",
            "network_veth_router",
            "pidfd",
            "seccomp_allow_deny_syntax",
            "seccomp_notify",
            "seccomp_proxy_send_notify_fd");

    private final ServerConfig config;
    private final ServerCertificate certificate;
    private final CommandRunner commands;
    private final StorageDrivers drivers;
    private final BooleanSupplier probe;
    private volatile @Nullable String lxcVersion;
    private volatile @Nullable Boolean hasIdmappedMounts;

    /**
     * What the server shows to those who connect by TLS.
     *
     * @param fingerprint SHA-256, lower-case hex
     */
    public record ServerCertificate(String pem, String fingerprint) {}

    /**
     * The storage drivers of this host.
     *
     * @param supported those that can be used
     * @param used names of those that pools use now, sorted
     */
    public record StorageDrivers(Supplier<List<ServerStorageDriver>> supported, Supplier<List<String>> used) {}

    /** @param probe finds out whether containers' roots may be mounted with other ids; asked once, when it matters */
    public EnvironmentReader(
            ServerConfig config,
            ServerCertificate certificate,
            CommandRunner commands,
            StorageDrivers drivers,
            BooleanSupplier probe) {
        this.config = config;
        this.certificate = certificate;
        this.commands = commands;
        this.drivers = drivers;
        this.probe = probe;
    }

    /** @param project the one that the request speaks of */
    ServerEnvironment read(String project) {
        HostFacts host = HostFacts.read();
        List<ServerStorageDriver> supported = drivers.supported().get();
        List<String> used = drivers.used().get();
        return new ServerEnvironment(
                ListenAddresses.of(config.find(ServerKeys.HTTPS_ADDRESS).orElse("")),
                List.of(host.machine()),
                certificate.pem(),
                certificate.fingerprint(),
                "lxc",
                lxcVersion(),
                "nftables",
                host.kernel(),
                host.machine(),
                KernelFeatures.of(host.kernelVersion(), hasIdmappedMounts()),
                host.kernelVersion(),
                lxcFeatures(),
                host.osName(),
                host.osVersion(),
                project,
                "lxd",
                false,
                "full-mesh",
                host.hostname(),
                ProcessHandle.current().pid(),
                API_VERSION,
                String.join(" | ", used),
                supported.stream()
                        .filter(driver -> used.contains(driver.name()))
                        .map(ServerStorageDriver::version)
                        .collect(Collectors.joining(" | ")),
                supported,
                "Gantry");
    }

    private Map<String, String> lxcFeatures() {
        String major = lxcVersion().split("\\.", 2)[0];
        boolean isNew = major.chars().allMatch(Character::isDigit) && !major.isEmpty() && Integer.parseInt(major) >= 5;
        var features = new TreeMap<String, String>();
        LXC_5_FEATURES.forEach(feature -> features.put(feature, Boolean.toString(isNew)));
        return features;
    }

    private boolean hasIdmappedMounts() {
        Boolean known = hasIdmappedMounts;
        if (known == null) {
            known = probe.getAsBoolean();
            hasIdmappedMounts = known;
        }
        return known;
    }

    private String lxcVersion() {
        String known = lxcVersion;
        if (known == null) {
            known = readLxcVersion();
            lxcVersion = known;
        }
        return known;
    }

    private String readLxcVersion() {
        try {
            return commands.run(Command.of("lxc-info", "--version")).text().strip();
        } catch (CommandException e) {
            return "";
        }
    }
}
