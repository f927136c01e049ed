package io.gantry.daemon.program.init;

import io.gantry.api.NetworksPost;
import io.gantry.api.ProfilesPost;
import io.gantry.api.StoragePoolsPost;
import io.gantry.api.yaml.MalformedYamlException;
import io.gantry.api.yaml.WrittenYaml;
import io.gantry.api.yaml.Yaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The YAML of {@code lxd init}, with LXD's names; what is written can be read again, by LXD too. */
final class PreseedYaml {
    /** Longer texts are refused, in characters. */
    private static final int LIMIT = 8 << 20;

    private static final String DEFAULT_PROJECT = "default";

    private PreseedYaml() {}

    /** @throws IOException where the text is no preseed, or asks for what this server cannot have; names the place */
    static Preseed read(String text) throws IOException {
        Map<String, Object> root = entries(tree(text), "the preseed");
        requireKnown(root, "the preseed", "config", "networks", "storage_pools", "profiles", "projects", "cluster");
        requireNoCluster(root.get("cluster"));
        for (Map<String, Object> project : elements(root, "projects")) {
            requireDefaultProject(text(project, "name"), "projects");
        }
        var networks = new ArrayList<NetworksPost>();
        for (Map<String, Object> network : elements(root, "networks")) {
            requireKnown(network, "networks", "config", "description", "name", "type", "project");
            requireDefaultProject(text(network, "project"), "networks");
            networks.add(new NetworksPost(
                    texts(network, "config"),
                    text(network, "description"),
                    name(network, "networks"),
                    text(network, "type")));
        }
        var pools = new ArrayList<StoragePoolsPost>();
        for (Map<String, Object> pool : elements(root, "storage_pools")) {
            requireKnown(pool, "storage_pools", "config", "description", "name", "driver");
            pools.add(new StoragePoolsPost(
                    texts(pool, "config"),
                    text(pool, "description"),
                    name(pool, "storage_pools"),
                    text(pool, "driver")));
        }
        var profiles = new ArrayList<ProfilesPost>();
        for (Map<String, Object> profile : elements(root, "profiles")) {
            requireKnown(profile, "profiles", "config", "description", "devices", "name");
            var devices = new TreeMap<String, Map<String, String>>();
            Map<String, Object> named = entries(profile.get("devices"), "devices");
            for (String device : named.keySet()) {
                devices.put(device, texts(named, device));
            }
            profiles.add(new ProfilesPost(
                    texts(profile, "config"), text(profile, "description"), devices, name(profile, "profiles")));
        }
        return new Preseed(new TreeMap<>(texts(root, "config")), networks, pools, profiles);
    }

    private static @Nullable Object tree(String text) throws IOException {
        try {
            return WrittenYaml.read(text, LIMIT);
        } catch (MalformedYamlException e) {
            throw failure(String.valueOf(e.getMessage()));
        }
    }

    private static IOException failure(String what) {
        return new IOException("Failed to parse the preseed: " + what);
    }

    private static Map<String, Object> entries(@Nullable Object tree, String what) throws IOException {
        var entries = new LinkedHashMap<String, Object>();
        switch (tree) {
            case null -> {}
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    if (value != null) {
                        entries.put(String.valueOf(key), value);
                    }
                });
            default -> throw failure(what + " must be made of `key: value` lines");
        }
        return entries;
    }

    private static List<Map<String, Object>> elements(Map<String, Object> root, String key) throws IOException {
        var elements = new ArrayList<Map<String, Object>>();
        switch (root.get(key)) {
            case null -> {}
            case List<?> list -> {
                for (Object element : list) {
                    elements.add(entries(element, "each of " + key));
                }
            }
            default -> throw failure(key + " must be a list");
        }
        return elements;
    }

    private static void requireKnown(Map<String, Object> map, String what, String... known) throws IOException {
        for (String key : map.keySet()) {
            if (!Set.of(known).contains(key)) {
                throw failure("field " + key + " not found in " + what + ", which has " + String.join(", ", known));
            }
        }
    }

    private static void requireNoCluster(@Nullable Object cluster) throws IOException {
        if (entries(cluster, "cluster").getOrDefault("enabled", "false").equals("true")) {
            throw new IOException("this server cannot be part of a cluster: leave cluster out of the preseed");
        }
    }

    private static void requireDefaultProject(String name, String where) throws IOException {
        if (!name.isEmpty() && !name.equals(DEFAULT_PROJECT)) {
            throw new IOException("there is only the project default on this server: leave " + name + " out of the "
                    + where + " of the preseed");
        }
    }

    private static String name(Map<String, Object> map, String where) throws IOException {
        String name = text(map, "name");
        if (name.isEmpty()) {
            throw failure("one of the " + where + " has no name");
        }
        return name;
    }

    private static String text(Map<String, Object> map, String key) throws IOException {
        return switch (map.get(key)) {
            case null -> "";
            case String text -> text;
            default -> throw failure(key + " must be text");
        };
    }

    private static Map<String, String> texts(Map<String, Object> map, String key) throws IOException {
        var texts = new TreeMap<String, String>();
        Map<String, Object> entries = entries(map.get(key), key);
        for (String name : entries.keySet()) {
            texts.put(name, text(entries, name));
        }
        return texts;
    }

    /** The text, ending in an empty line as that of LXD. */
    static String write(Preseed preseed) {
        var root = new LinkedHashMap<String, @Nullable Object>();
        root.put("config", new TreeMap<>(preseed.config()));
        root.put(
                "networks",
                preseed.networks().stream().map(PreseedYaml::network).toList());
        root.put(
                "storage_pools",
                preseed.storagePools().stream().map(PreseedYaml::pool).toList());
        root.put(
                "profiles",
                preseed.profiles().stream().map(PreseedYaml::profile).toList());
        root.put("projects", List.of());
        return Yaml.write(root) + "\n";
    }

    private static Map<String, Object> network(NetworksPost network) {
        Map<String, Object> entry = entry(network.config(), network.description());
        entry.put("name", network.name());
        entry.put("type", network.type());
        entry.put("project", DEFAULT_PROJECT);
        return entry;
    }

    private static Map<String, Object> pool(StoragePoolsPost pool) {
        Map<String, Object> entry = entry(pool.config(), pool.description());
        entry.put("name", pool.name());
        entry.put("driver", pool.driver());
        return entry;
    }

    private static Map<String, Object> profile(ProfilesPost profile) {
        Map<String, Object> entry = entry(profile.config(), profile.description());
        var devices = new TreeMap<String, Object>();
        profile.devices().forEach((name, device) -> devices.put(name, new TreeMap<>(device)));
        entry.put("devices", devices);
        entry.put("name", profile.name());
        return entry;
    }

    private static Map<String, Object> entry(Map<String, String> config, String description) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("config", new TreeMap<>(config));
        entry.put("description", description);
        return entry;
    }
}
