package io.gantry.daemon.lifecycle;

import io.gantry.api.InstancePut;
import io.gantry.api.Operation;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.LiveChanges;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.profile.ProfiledInstances;
import io.gantry.storage.QuotaSupport;
import io.gantry.storage.StorageDriver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes the configuration of instances, also of running ones. Safe for use by many threads. */
public final class InstanceUpdater implements ProfiledInstances {
    private final InstanceTools tools;
    private final LiveChanges live;
    private final InterfaceDefaults interfaces;
    private final RefreshFollowUps followUps;

    public InstanceUpdater(
            InstanceTools tools, LiveChanges live, InterfaceDefaults interfaces, RefreshFollowUps followUps) {
        this.tools = tools;
        this.live = live;
        this.interfaces = interfaces;
        this.followUps = followUps;
    }

    /** What a client's new configuration is made from. */
    public enum Basis {
        /** What the instance has now, as its ETag says: every difference is meant. */
        CURRENT,
        /** Anything: facts in it may be old, or another instance's. */
        UNKNOWN
    }

    /**
     * Starts replacing all of an instance's configuration in the background.
     *
     * @throws DaemonException NOT_FOUND where the instance or one of its new profiles is not there
     */
    public Operation replace(InstanceKey key, InstancePut request, Basis basis) {
        InstanceRecord current = tools.instances().find(key).record();
        InstancePut wanted = followUps.understood(current, request);
        if (basis == Basis.CURRENT) {
            requireNoFacts(current.config(), wanted.config());
        }
        InstanceKeys.ALL.checkChange(current.config(), wanted.config());
        DeviceRules.check(wanted.devices());
        tools.instances().expand(merged(current, wanted));
        return tools.operations().start(OperationPlan.onInstance("Updating instance", key.name()), _ -> {
            try (var _ = tools.locks().acquire(key, "update")) {
                change(key, wanted);
            }
        });
    }

    /**
     * Refuses changes by which a client would set what only the daemon knows.
     *
     * @throws DaemonException INVALID_REQUEST naming the key
     */
    public static void requireNoFacts(Map<String, String> now, Map<?, ?> changes) {
        changes.forEach((key, value) -> {
            boolean isSame = now.getOrDefault(key.toString(), "").equals(value == null ? "" : value.toString());
            if (VolatileKeys.isFact(key.toString()) && !isSame) {
                throw DaemonException.invalid(
                        key + " says what is so on this host, and cannot be set: the daemon keeps it itself");
            }
        });
    }

    /** Replaces all of an instance's configuration, and returns when that is done. */
    public void replaceNow(InstanceKey key, InstancePut wanted) {
        try (var _ = tools.locks().acquire(key, "update")) {
            change(key, wanted);
        }
    }

    /** Replaces the configuration now; the caller holds the instance's lock. */
    private void change(InstanceKey key, InstancePut wanted) {
        ExpandedInstance before = tools.instances().find(key);
        InstanceKeys.ALL.checkChange(before.record().config(), wanted.config());
        DeviceRules.check(wanted.devices());
        tools.hostRules().checkChange(before.record().config(), wanted.config());
        InstanceRecord after = merged(before.record(), wanted);
        ExpandedInstance expanded = tools.instances().expand(after);
        DeviceRules.check(expanded.devices());
        String pool = DeviceRules.requireRoot(expanded.devices()).getOrDefault("pool", "");
        if (!pool.equals(before.record().pool())) {
            throw DaemonException.invalid("the root disk of " + key + " is in storage pool "
                    + before.record().pool() + ": its pool cannot be changed to " + pool
                    + "; move the instance instead");
        }
        InstanceRecord complete = after.withConfig(VolatileKeys.ofPresent(
                interfaces.completed(after.config(), expanded.devices()),
                expanded.devices().keySet()));
        ExpandedInstance completed = tools.instances().expand(complete);
        ExpandedInstance next = CloudInitId.isOutdatedBy(before, completed)
                ? completed.with(CloudInitId.renewed(complete, tools.newIds()))
                : completed;
        live.apply(before, next);
        try {
            limit(before, next);
            tools.ids()
                    .allot(
                            next,
                            allotted -> tools.instances()
                                    .change(key, current -> merged(before.record(), allotted, current)));
        } catch (RuntimeException e) {
            live.apply(next, before);
            throw e;
        }
        leaveNetworks(before, next);
        tools.events().lifecycle("instance-updated", key.url(), Map.of());
    }

    /** @throws DaemonException INVALID_REQUEST where that would move the root disk to another pool */
    @Override
    public ExpandedInstance follow(ExpandedInstance before, ExpandedInstance after) {
        DeviceRules.check(after.devices());
        String pool = DeviceRules.rootOf(after.devices()).getOrDefault("pool", "");
        if (!pool.equals(before.record().pool())) {
            throw DaemonException.invalid("At least one instance relies on this profile's root disk device: "
                    + before.key() + "; give it a root disk of its own first");
        }
        InstanceRecord record = after.record();
        InstanceRecord completed = record.withConfig(interfaces.completed(record.config(), after.devices()));
        ExpandedInstance next = after.with(
                CloudInitId.isOutdatedBy(before, after.with(completed))
                        ? CloudInitId.renewed(completed, tools.newIds())
                        : completed);
        live.apply(before, next);
        try {
            limit(before, next);
        } catch (RuntimeException e) {
            live.apply(next, before);
            throw e;
        }
        leaveNetworks(before, next);
        return next;
    }

    private void leaveNetworks(ExpandedInstance before, ExpandedInstance after) {
        List<NetworkMember> kept = NetworkMember.of(after);
        NetworkMember.of(before).stream()
                .filter(member -> !kept.contains(member))
                .forEach(tools.networks()::leave);
    }

    /** What the daemon itself keeps may have changed while the instance followed. */
    private static InstanceRecord merged(InstanceRecord before, InstanceRecord next, InstanceRecord current) {
        var config = new HashMap<>(next.config());
        config.keySet()
                .removeIf(key -> VolatileKeys.isFact(key)
                        && !VolatileKeys.isAllotted(key)
                        && !current.config().containsKey(key));
        current.config().forEach((key, value) -> {
            String old = before.config().get(key);
            if (VolatileKeys.isVolatile(key) && !value.equals(old)) {
                config.put(key, value);
            }
        });
        return next.withConfig(config);
    }

    private static InstanceRecord merged(InstanceRecord before, InstancePut wanted) {
        var config = new HashMap<String, String>();
        before.config().forEach((key, value) -> {
            if (VolatileKeys.isVolatile(key) && !VolatileKeys.isOfDevice(key)) {
                config.put(key, value);
            }
        });
        config.putAll(VolatileKeys.withFactsOf(before.config(), wanted.config()));
        config.values().removeIf(String::isEmpty);
        return before.withSettings(new InstanceSettings(
                wanted.architecture().isEmpty() ? before.architecture() : wanted.architecture(),
                wanted.ephemeral(),
                before.stateful(),
                wanted.description(),
                config,
                wanted.devices(),
                wanted.profiles() == null ? List.of("default") : wanted.profiles()));
    }

    private void limit(ExpandedInstance before, ExpandedInstance after) {
        String old = DeviceRules.rootOf(before.devices()).getOrDefault("size", "");
        String wanted = DeviceRules.rootOf(after.devices()).getOrDefault("size", "");
        StorageDriver driver = tools.volumes().driver(after.record().pool());
        if (!old.equals(wanted) && driver instanceof QuotaSupport quotas) {
            RootDiskSize.set(quotas, InstanceVolumes.of(after.record()), wanted);
        }
    }
}
