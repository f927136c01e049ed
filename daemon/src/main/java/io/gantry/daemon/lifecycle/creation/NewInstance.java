package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.id.Ids;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.lifecycle.InterfaceDefaults;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a request for an instance into the record that it is to have, or refuses it. */
public final class NewInstance {
    private static final String HOST_ARCHITECTURE =
            System.getProperty("os.arch", "").equals("amd64") ? "x86_64" : System.getProperty("os.arch", "");

    private final Instances instances;
    private final InterfaceDefaults interfaces;
    private final HostDevices host;
    private final HostRules rules;
    private final Ids ids;

    /** What the devices of an instance need of this host. */
    @FunctionalInterface
    public interface HostDevices {
        /**
         * Checks that it is here.
         *
         * @throws DaemonException NOT_FOUND naming what is missing
         */
        void require(Map<String, Map<String, String>> devices);
    }

    public NewInstance(Instances instances, InterfaceDefaults interfaces, HostDevices host, HostRules rules, Ids ids) {
        this.rules = rules;
        this.ids = ids;
        this.instances = instances;
        this.interfaces = interfaces;
        this.host = host;
    }

    /**
     * The record of a new instance.
     *
     * @throws DaemonException INVALID_REQUEST or NOT_FOUND naming what is wrong with the request
     */
    InstanceRecord record(InstanceKey key, InstanceDraft draft, Instant now) {
        InstancesPost request = draft.request();
        Optional<InstanceSettings> source = draft.original();
        if (request.stateful() || request.type().equals("virtual-machine")) {
            throw DaemonException.notSupported(
                    request.stateful()
                            ? "the state of running processes cannot be copied: use lxc copy --stateless"
                            : "virtual machines are not supported: this server has containers only");
        }
        if (!request.type().isEmpty() && !request.type().equals("container")) {
            throw DaemonException.invalid("Invalid instance type: \"" + request.type() + "\" is not container");
        }
        InstanceKeys.ALL.check(request.config());
        if (!isFromElsewhere(request)) {
            // What another host had is not this user's doing: the instance arrives, and is to be changed to start.
            rules.check(request.config());
        }
        DeviceRules.check(request.devices());
        String architecture = request.architecture().isEmpty()
                ? source.map(InstanceSettings::architecture).orElse(HOST_ARCHITECTURE)
                : request.architecture();
        if (!architecture.equals(HOST_ARCHITECTURE) && !architecture.equals("i686")) {
            throw DaemonException.invalid("Requested architecture isn't supported by this host: " + architecture);
        }
        var config = new HashMap<>(
                source.map(original -> inherited(original.config())).orElse(Map.of()));
        config.putAll(InstanceType.limits(request.instanceType()));
        config.putAll(
                isFromElsewhere(request)
                        ? VolatileKeys.withoutFactsOfHost(request.config())
                        : VolatileKeys.withoutFacts(request.config()));
        config.putIfAbsent(VolatileKeys.UUID.name(), ids.uuid());
        config.putIfAbsent(VolatileKeys.CLOUD_INIT_INSTANCE_ID.name(), ids.uuid());
        config.putIfAbsent(VolatileKeys.LAST_STATE_IDMAP.name(), "[]");
        var devices = new HashMap<>(source.map(InstanceSettings::devices).orElse(Map.of()));
        devices.putAll(request.devices());
        List<String> profiles = request.profiles() == null
                ? source.map(InstanceSettings::profiles).orElse(List.of("default"))
                : request.profiles();
        String description = request.description().isEmpty()
                ? source.map(InstanceSettings::description).orElse("")
                : request.description();
        var settings =
                new InstanceSettings(architecture, request.ephemeral(), false, description, config, devices, profiles);
        var bare = new InstanceRecord(key, "", settings, now, Instant.EPOCH);
        ExpandedInstance expanded = instances.expand(bare);
        DeviceRules.check(expanded.devices());
        host.require(expanded.devices());
        String pool = DeviceRules.requireRoot(expanded.devices()).getOrDefault("pool", "");
        return bare.inPool(pool).withConfig(interfaces.completed(bare.config(), expanded.devices()));
    }

    private static boolean isFromElsewhere(InstancesPost request) {
        return request.source() != null && request.source().type().equals("migration");
    }

    /** What a copy takes over: everything but what belongs to the one instance alone. */
    private static Map<String, String> inherited(Map<String, String> config) {
        var kept = new HashMap<String, String>();
        config.forEach((key, value) -> {
            boolean isKept = !VolatileKeys.isVolatile(key)
                    || key.equals(VolatileKeys.BASE_IMAGE.name())
                    || key.equals(VolatileKeys.LAST_STATE_IDMAP.name());
            if (isKept) {
                kept.put(key, value);
            }
        });
        return kept;
    }
}
