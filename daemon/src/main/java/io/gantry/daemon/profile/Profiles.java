package io.gantry.daemon.profile;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.instance.ProfileLayers.Layer;
import io.gantry.system.rollback.Rollback;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Profiles: made, changed, renamed and removed, with the instances that have them. Safe for use by many threads. */
public final class Profiles {
    private static final String DEFAULT = "default";

    private final Database database;
    private final ProfileStore store;
    private final InstanceStore instances;
    private final InstanceLocks locks;
    private final ProfiledInstances followers;
    private final HostRules hostRules;
    private final Events events;
    private final ReentrantLock changing = new ReentrantLock();

    public Profiles(
            Database database,
            ProfileStore store,
            InstanceStore instances,
            InstanceLocks locks,
            ProfiledInstances followers,
            HostRules hostRules,
            Events events) {
        this.hostRules = hostRules;
        this.database = database;
        this.store = store;
        this.instances = instances;
        this.locks = locks;
        this.followers = followers;
        this.events = events;
    }

    List<ProfileRecord> list(String project) {
        return database.inTransaction(connection -> store.list(connection, project));
    }

    /** @throws DaemonException NOT_FOUND where there is none */
    ProfileRecord find(String project, String name) {
        return database.inTransaction(connection -> stored(connection, project, name));
    }

    public boolean has(String project, String name) {
        return database.inTransaction(
                connection -> store.find(connection, project, name).isPresent());
    }

    /** The URLs of the instances that have a profile, by name. */
    List<String> usersOf(String project, String name) {
        return database.inTransaction(connection -> having(connection, project, name)).stream()
                .map(instance -> instance.key().url())
                .toList();
    }

    /** The URLs of the profiles whose devices are in a storage pool. */
    public List<String> inPool(String pool) {
        return list(DEFAULT).stream()
                .filter(profile -> profile.devices().values().stream()
                        .anyMatch(device -> new Config(device)
                                        .text(DeviceKeys.TYPE)
                                        .equals("disk")
                                && new Config(device).text(DeviceKeys.Disk.POOL).equals(pool)))
                .map(profile -> url(profile.name()))
                .toList();
    }

    /** The URLs of the profiles that have an interface in a network. */
    public List<String> inNetwork(String network) {
        return list(DEFAULT).stream()
                .filter(profile ->
                        profile.devices().values().stream().anyMatch(device -> NetworkMember.isIn(network, device)))
                .map(profile -> url(profile.name()))
                .toList();
    }

    void create(ProfileRecord profile) {
        ProfileRules.checkName(profile.name());
        ProfileRules.check(profile);
        hostRules.check(profile.config());
        database.change(connection -> {
            if (store.find(connection, profile.project(), profile.name()).isPresent()) {
                throw DaemonException.conflict("The profile already exists: " + profile.name());
            }
            store.insert(connection, profile);
        });
        events.lifecycle("profile-created", url(profile.name()), Map.of());
    }

    /** Replaces all of a profile but its name. Either all instances that have it follow, or nothing changes. */
    void update(ProfileRecord wanted) {
        ProfileRules.check(wanted);
        hostRules.checkChange(find(wanted.project(), wanted.name()).config(), wanted.config());
        changing.lock();
        try (var rollback = new Rollback()) {
            List<InstanceRecord> users = database.inTransaction(connection -> {
                stored(connection, wanted.project(), wanted.name());
                return having(connection, wanted.project(), wanted.name());
            });
            try (var _ = new HeldInstances(locks, users)) {
                List<Change> followed = new ArrayList<>();
                for (Change change : changes(wanted)) {
                    ExpandedInstance next = followers.follow(change.before(), change.after());
                    rollback.add(
                            "give instance " + next.key() + " its old configuration",
                            () -> followers.follow(next, change.before()));
                    followed.add(new Change(change.before(), next));
                }
                database.change(connection -> {
                    store.update(connection, wanted);
                    for (Change change : followed) {
                        keepChangedKeys(connection, change);
                    }
                });
                rollback.keep();
            }
        } finally {
            changing.unlock();
        }
        events.lifecycle("profile-updated", url(wanted.name()), Map.of());
    }

    private record Change(ExpandedInstance before, ExpandedInstance after) {}

    private List<Change> changes(ProfileRecord wanted) {
        return database.inTransaction(connection -> {
            var changes = new ArrayList<Change>();
            for (InstanceRecord instance : having(connection, wanted.project(), wanted.name())) {
                List<Layer> before = new ArrayList<>();
                List<Layer> after = new ArrayList<>();
                for (String name : instance.profiles()) {
                    Layer layer = stored(connection, wanted.project(), name).layer();
                    before.add(layer);
                    after.add(name.equals(wanted.name()) ? wanted.layer() : layer);
                }
                changes.add(new Change(ExpandedInstance.of(instance, before), ExpandedInstance.of(instance, after)));
            }
            return changes;
        });
    }

    /** Following may have brought and changed keys, and the runtime may have changed others meanwhile. */
    private void keepChangedKeys(Connection connection, Change change) throws SQLException {
        InstanceRecord followed = change.after().record();
        InstanceRecord current = instances.find(connection, followed.key()).orElse(followed);
        var config = new HashMap<>(current.config());
        followed.config().forEach((key, value) -> {
            if (!value.equals(change.before().record().config().get(key))) {
                config.put(key, value);
            }
        });
        if (!config.equals(current.config())) {
            instances.update(connection, current.withConfig(config));
        }
    }

    /** Renames a profile; its instances go on having it. */
    void rename(String project, String name, String newName) {
        ProfileRules.checkName(newName);
        if (name.equals(DEFAULT)) {
            throw DaemonException.forbidden("The \"default\" profile cannot be renamed");
        }
        changing.lock();
        try {
            database.change(connection -> {
                stored(connection, project, name);
                if (store.find(connection, project, newName).isPresent()) {
                    throw DaemonException.conflict("Name \"" + newName + "\" already in use");
                }
                store.rename(connection, project, name, newName);
                for (InstanceRecord instance : having(connection, project, name)) {
                    instances.update(
                            connection,
                            instance.withSettings(instance.settings()
                                    .withProfiles(instance.profiles().stream()
                                            .map(profile -> profile.equals(name) ? newName : profile)
                                            .toList())));
                }
            });
        } finally {
            changing.unlock();
        }
        events.lifecycle("profile-renamed", url(newName), Map.of("old_name", name));
    }

    /** Removes a profile that no instance has. */
    void delete(String project, String name) {
        if (name.equals(DEFAULT)) {
            throw DaemonException.forbidden("The \"default\" profile cannot be deleted");
        }
        database.change(connection -> {
            stored(connection, project, name);
            List<InstanceRecord> users = having(connection, project, name);
            if (!users.isEmpty()) {
                throw DaemonException.conflict("Profile is currently in use: " + name + " by "
                        + String.join(
                                ", ",
                                users.stream().map(user -> user.key().name()).toList()));
            }
            store.delete(connection, project, name);
        });
        events.lifecycle("profile-deleted", url(name), Map.of());
    }

    private ProfileRecord stored(Connection connection, String project, String name) throws SQLException {
        return store.find(connection, project, name)
                .orElseThrow(() -> DaemonException.notFound("Profile not found: " + name));
    }

    private List<InstanceRecord> having(Connection connection, String project, String profile) throws SQLException {
        return instances.list(connection, project).stream()
                .filter(instance -> instance.profiles().contains(profile))
                .toList();
    }

    static String url(String name) {
        return "/1.0/profiles/" + name;
    }
}
