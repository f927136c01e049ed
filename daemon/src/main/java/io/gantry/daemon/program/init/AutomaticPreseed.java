package io.gantry.daemon.program.init;

import io.gantry.api.NetworksPost;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.address.HostPort;
import io.gantry.client.address.MalformedAddressException;
import io.gantry.daemon.config.ServerKeys;
import io.gantry.daemon.program.Arguments;
import io.gantry.daemon.program.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code --auto} and {@code --minimal}: a pool, a bridge and the default profile, as far as the server has none. */
final class AutomaticPreseed {
    /** The flags that say something of the storage pool. */
    private static final List<String> STORAGE =
            List.of("storage-backend", "storage-create-device", "storage-create-loop", "storage-pool");

    private static final Set<String> KNOWN_BACKENDS = Set.of("btrfs", "ceph", "cephfs", "dir", "lvm", "zfs");

    private final Arguments flags;
    private final ServerState state;

    private AutomaticPreseed(Arguments flags, ServerState state) {
        this.flags = flags;
        this.state = state;
    }

    /** @throws UsageException where flags contradict each other or the server's state */
    static Preseed of(Arguments flags, ServerState state) {
        return new AutomaticPreseed(flags, state).preseed();
    }

    private Preseed preseed() {
        String backend = flags.value("storage-backend").orElse("dir");
        requireBackend(backend);
        requireNetworkFlags();
        boolean hasPool = !state.pools().isEmpty();
        if (hasPool && STORAGE.stream().anyMatch(flag -> flags.value(flag).isPresent())) {
            throw new UsageException("Storage has already been configured");
        }
        var devices = new TreeMap<String, Map<String, String>>();
        var pools = new ArrayList<StoragePoolsPost>();
        if (!hasPool) {
            StoragePoolsPost pool = pool(backend);
            pools.add(pool);
            devices.put("root", Preseed.rootIn(pool.name()));
        }
        var networks = new ArrayList<NetworksPost>();
        if (!state.hasNetwork()) {
            String bridge = state.freeBridge();
            networks.add(new NetworksPost(Map.of(), "", bridge, "bridge"));
            devices.put("eth0", Preseed.interfaceIn(bridge));
        }
        return new Preseed(
                config(), networks, pools, devices.isEmpty() ? List.of() : List.of(Preseed.defaultProfile(devices)));
    }

    private void requireBackend(String backend) {
        if (!KNOWN_BACKENDS.contains(backend)) {
            throw new UsageException("The requested backend '" + backend + "' isn't supported by lxd init");
        }
        if (!state.drivers().contains(backend)) {
            throw new UsageException("The requested backend '" + backend
                    + "' isn't available on your system (missing tools); choose one of "
                    + String.join(", ", state.drivers()));
        }
        boolean hasDevice = flags.value("storage-create-device").isPresent();
        boolean hasLoop = flags.number("storage-create-loop").isPresent();
        if (backend.equals("dir")
                && (hasDevice || hasLoop || flags.value("storage-pool").isPresent())) {
            throw new UsageException("None of --storage-pool, --storage-create-device or --storage-create-loop may be "
                    + "used with the 'dir' backend");
        }
        if (hasDevice && hasLoop) {
            throw new UsageException("Only one of --storage-create-device or --storage-create-loop can be specified");
        }
    }

    private void requireNetworkFlags() {
        for (String flag : List.of("network-port", "trust-password")) {
            if (flags.value(flag).isPresent() && flags.value("network-address").isEmpty()) {
                throw new UsageException("--" + flag + " can't be used without --network-address");
            }
        }
    }

    private Map<String, Object> config() {
        var config = new TreeMap<String, Object>();
        flags.value("network-address").ifPresent(address -> {
            config.put(ServerKeys.HTTPS_ADDRESS.name(), listener(address).toString());
            flags.value("trust-password").ifPresent(password -> config.put(ServerKeys.TRUST_PASSWORD.name(), password));
        });
        return config;
    }

    private HostPort listener(String address) {
        try {
            HostPort listener = HostPort.ofListener(address);
            return flags.number("network-port")
                    .map(port -> new HostPort(listener.host(), Math.toIntExact(port)))
                    .orElse(listener);
        } catch (MalformedAddressException | ArithmeticException malformed) {
            throw new UsageException("--network-address and --network-port: " + malformed.getMessage());
        }
    }

    private StoragePoolsPost pool(String backend) {
        var config = new TreeMap<String, String>();
        String named = flags.value("storage-pool").orElse("");
        if (flags.value("storage-create-device").isPresent()) {
            config.put("source", flags.value("storage-create-device").get());
        } else if (flags.number("storage-create-loop").isPresent()) {
            config.put("size", flags.number("storage-create-loop").get() + "GB");
        } else if (!named.isEmpty()) {
            config.put("source", named);
            named = "";
        }
        return new StoragePoolsPost(config, "", named.isEmpty() ? "default" : named, backend);
    }
}
