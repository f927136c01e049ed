package io.gantry.daemon.program.init;

import io.gantry.api.Network;
import io.gantry.api.NetworkPut;
import io.gantry.api.NetworksPost;
import io.gantry.api.Profile;
import io.gantry.api.ProfilePut;
import io.gantry.api.ProfilesPost;
import io.gantry.api.StoragePool;
import io.gantry.api.StoragePoolPut;
import io.gantry.api.StoragePoolsPost;
import io.gantry.client.network.Networks;
import io.gantry.client.profile.Profiles;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.ServerSettings;
import io.gantry.client.storage.StoragePools;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives a server what a preseed names. Doing so again changes nothing; where a part fails, what was made or changed
 * before it is as it was.
 */
final class PreseedApplication {
    private final ApiServer daemon;

    PreseedApplication(ApiServer daemon) {
        this.daemon = daemon;
    }

    /** @throws IOException naming the part that failed and why */
    void apply(Preseed preseed) throws IOException {
        try (var rollback = new Rollback()) {
            for (StoragePoolsPost pool : preseed.storagePools()) {
                named("storage pool", pool.name(), () -> apply(pool, rollback));
            }
            for (NetworksPost network : preseed.networks()) {
                named("network", network.name(), () -> apply(network, rollback));
            }
            for (ProfilesPost profile : preseed.profiles()) {
                named("profile", profile.name(), () -> apply(profile, rollback));
            }
            // The last step: a trust password cannot be read back, so that nobody could take it away again.
            if (!preseed.config().isEmpty()) {
                configure(preseed.config());
            }
            rollback.keep();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void named(String kind, String name, Step step) throws IOException {
        try {
            step.run();
        } catch (IOException | ApiException e) {
            throw new IOException("Failed to set up the " + kind + " \"" + name + "\": " + e.getMessage(), e);
        }
    }

    private void configure(Map<String, Object> config) throws IOException {
        try {
            new ServerSettings(daemon).set(config);
        } catch (IOException | ApiException e) {
            throw new IOException("Failed to update server configuration: " + e.getMessage(), e);
        }
    }

    private void apply(StoragePoolsPost wanted, Rollback rollback) throws IOException {
        var pools = new StoragePools(daemon);
        Optional<StoragePool> found = find(() -> pools.get(wanted.name()));
        if (found.isEmpty()) {
            pools.create(wanted);
            rollback.add("delete storage pool " + wanted.name(), () -> pools.delete(wanted.name()));
            return;
        }
        StoragePool before = found.get();
        if (!wanted.driver().isEmpty() && !before.driver().equals(wanted.driver())) {
            throw new IOException("it is of the driver " + before.driver() + " instead of " + wanted.driver());
        }
        Map<String, String> config = merged(before.config(), wanted.config());
        String description = orBefore(wanted.description(), before.description());
        if (!config.equals(before.config()) || !description.equals(before.description())) {
            pools.replace(wanted.name(), new StoragePoolPut(config, description), null);
            var old = new StoragePoolPut(before.config(), before.description());
            rollback.add(
                    "give storage pool " + wanted.name() + " its old configuration",
                    () -> pools.replace(wanted.name(), old, null));
        }
    }

    private void apply(NetworksPost wanted, Rollback rollback) throws IOException {
        var networks = new Networks(daemon);
        Optional<Network> found = find(() -> networks.get(wanted.name())).filter(Network::managed);
        if (found.isEmpty()) {
            networks.create(wanted);
            rollback.add("delete network " + wanted.name(), () -> networks.delete(wanted.name()));
            return;
        }
        Network before = found.get();
        var changes = new TreeMap<>(wanted.config());
        // It has one: another one would cut off whoever uses the network.
        changes.entrySet()
                .removeIf(entry -> entry.getValue().equals("auto")
                        && before.config().getOrDefault(entry.getKey(), "").contains("/"));
        Map<String, String> config = merged(before.config(), changes);
        String description = orBefore(wanted.description(), before.description());
        if (!config.equals(before.config()) || !description.equals(before.description())) {
            networks.replace(wanted.name(), new NetworkPut(config, description), null);
            var old = new NetworkPut(before.config(), before.description());
            rollback.add(
                    "give network " + wanted.name() + " its old configuration",
                    () -> networks.replace(wanted.name(), old, null));
        }
    }

    private void apply(ProfilesPost wanted, Rollback rollback) throws IOException {
        var profiles = new Profiles(daemon);
        Optional<Profile> found = find(() -> profiles.get(wanted.name()));
        if (found.isEmpty()) {
            profiles.create(wanted);
            rollback.add("delete profile " + wanted.name(), () -> profiles.delete(wanted.name()));
            return;
        }
        Profile before = found.get();
        var devices = new TreeMap<String, Map<String, String>>(before.devices());
        wanted.devices().forEach((name, device) -> devices.merge(name, device, PreseedApplication::merged));
        Map<String, String> config = merged(before.config(), wanted.config());
        String description = orBefore(wanted.description(), before.description());
        if (!config.equals(before.config())
                || !devices.equals(before.devices())
                || !description.equals(before.description())) {
            profiles.replace(wanted.name(), new ProfilePut(config, description, devices), null);
            var old = new ProfilePut(before.config(), before.description(), before.devices());
            rollback.add(
                    "give profile " + wanted.name() + " its old configuration",
                    () -> profiles.replace(wanted.name(), old, null));
        }
    }

    private interface Lookup<T> {
        T get() throws IOException;
    }

    private static <T> Optional<T> find(Lookup<T> lookup) throws IOException {
        try {
            return Optional.of(lookup.get());
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Map<String, String> merged(Map<String, String> before, Map<String, String> changes) {
        var merged = new TreeMap<>(before);
        merged.putAll(changes);
        return merged;
    }

    private static String orBefore(String wanted, String before) {
        return wanted.isEmpty() ? before : wanted;
    }
}
