package io.gantry.daemon.program;

import io.gantry.api.NetworksPost;
import io.gantry.api.Profile;
import io.gantry.api.ProfilePut;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code lxd init --auto}: makes a storage pool, a bridge with DHCP and the devices of the default profile, as far as
 * they are not there.
 */
public final class Init {
    private static final String BRIDGE = "lxdbr0";
    private static final String POOL = "default";

    private final ApiServer daemon;
    private final Arguments arguments;

    private Init(ApiServer daemon, Arguments arguments) {
        this.daemon = daemon;
        this.arguments = arguments;
    }

    public static void run(Arguments arguments, Path directory) throws IOException {
        if (!arguments.has("auto")) {
            throw new UsageException("lxd init asks no questions: use lxd init --auto, with the flags that lxd help "
                    + "lists, or configure the server with lxc");
        }
        try (ApiServer daemon = LocalDaemon.of(directory)) {
            new Init(daemon, arguments).run();
        }
    }

    private void run() throws IOException {
        setServer();
        String pool = ensurePool();
        String bridge = ensureBridge();
        var profile = daemon.get("/1.0/profiles/default", Profile.class);
        var devices = new TreeMap<>(profile.devices());
        devices.putIfAbsent("root", Map.of("type", "disk", "path", "/", "pool", pool));
        devices.putIfAbsent("eth0", Map.of("type", "nic", "name", "eth0", "network", bridge));
        daemon.send("PUT", "/1.0/profiles/default", new ProfilePut(profile.config(), profile.description(), devices));
    }

    private void setServer() throws IOException {
        var config = new TreeMap<String, Object>();
        arguments.value("network-address").ifPresent(address -> {
            String host = address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
            config.put(
                    "core.https_address",
                    host + ":" + arguments.number("network-port").orElse(8443L));
        });
        arguments.value("trust-password").ifPresent(password -> config.put("core.trust_password", password));
        if (!config.isEmpty()) {
            daemon.send("PATCH", "/1.0", Map.of("config", config));
        }
    }

    private String ensurePool() throws IOException {
        List<String> pools = daemon.list("/1.0/storage-pools", String.class);
        if (!pools.isEmpty()) {
            String first = pools.getFirst();
            return first.substring(first.lastIndexOf('/') + 1);
        }
        var config = new TreeMap<String, String>();
        arguments.number("storage-create-loop").ifPresent(size -> config.put("size", size + "GiB"));
        arguments.value("storage-create-device").ifPresent(device -> config.put("source", device));
        arguments.value("storage-pool").ifPresent(source -> config.put("source", source));
        String driver = arguments.value("storage-backend").orElse("dir");
        daemon.send("POST", "/1.0/storage-pools", new StoragePoolsPost(config, "", POOL, driver));
        return POOL;
    }

    private String ensureBridge() throws IOException {
        if (!daemon.list("/1.0/networks", String.class).contains("/1.0/networks/" + BRIDGE)) {
            daemon.send("POST", "/1.0/networks", new NetworksPost(Map.of(), "", BRIDGE, "bridge"));
        }
        return BRIDGE;
    }
}
