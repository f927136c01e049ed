package io.gantry.daemon.lifecycle;

import io.gantry.api.InstancePut;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.device.UnderstoodConfig;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients send after a refresh. A refresh brings files, and then the client sends the source's configuration, which
 * it has sent with the refresh already. What of it is not known here was named there, and is left out; the root disk
 * stays in its pool. Anything else that the client sends counts as its user's own words. Safe for use by many threads.
 */
public final class RefreshFollowUps {
    private final Map<InstanceKey, InstancesPost> expected = new ConcurrentHashMap<>();

    /** An instance has been refreshed with this request. */
    public void expect(InstanceKey key, InstancesPost request) {
        expected.put(key, request);
    }

    /** A new configuration for an instance, as far as it is understood where it follows a refresh. */
    InstancePut understood(InstanceRecord current, InstancePut wanted) {
        InstancesPost said = expected.remove(current.key());
        return said == null ? wanted : understood(said, current, wanted);
    }

    private static InstancePut understood(InstancesPost said, InstanceRecord current, InstancePut wanted) {
        UnderstoodConfig known = UnderstoodConfig.of(said.config(), said.devices());
        var config = new HashMap<>(VolatileKeys.withoutFacts(wanted.config()));
        config.entrySet()
                .removeIf(entry -> entry.getValue().equals(said.config().get(entry.getKey()))
                        && !known.config().containsKey(entry.getKey()));
        var devices = new HashMap<String, Map<String, String>>();
        wanted.devices().forEach((name, device) -> {
            boolean isSame = device.equals(said.devices().get(name));
            Optional<Map<String, String>> rest =
                    isSame ? Optional.ofNullable(known.devices().get(name)) : Optional.of(device);
            rest.ifPresent(kept -> devices.put(name, isSame ? placed(kept, current.pool()) : kept));
        });
        return wanted.toBuilder().config(config).devices(devices).build();
    }

    private static Map<String, String> placed(Map<String, String> device, String pool) {
        if (!DeviceRules.isRoot(device)) {
            return device;
        }
        var placed = new HashMap<>(device);
        placed.put("pool", pool);
        return placed;
    }
}
