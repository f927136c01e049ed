package io.gantry.daemon.lifecycle;

import io.gantry.api.InstancePut;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.device.DeviceRules;
import io.gantry.daemon.device.UnderstoodConfig;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients send after a refresh. A refresh brings files, and then the client sends the source's configuration, which
 * it has sent with the refresh already. What of it is not known here was named there, and is left out; the root disk
 * stays in its pool. It comes at once or not at all; anything else that a client sends counts as its user's own words.
 * Safe for use by many threads.
 */
public final class RefreshFollowUps {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<InstanceKey, Expected> expected = new ConcurrentHashMap<>();

    /** @param createdAt tells the instance from a later one of its name */
    private record Expected(InstancesPost request, Instant createdAt, Instant until) {}

    public RefreshFollowUps(InstantSource clock) {
        this.clock = clock;
    }

    /** An instance has been refreshed with this request. */
    public void expect(InstanceRecord refreshed, InstancesPost request) {
        Instant now = clock.instant();
        expected.values().removeIf(other -> other.until().isBefore(now));
        expected.put(refreshed.key(), new Expected(request, refreshed.createdAt(), now.plus(LIMIT)));
    }

    /** A new configuration for an instance, as far as it is understood where it follows a refresh. */
    InstancePut understood(InstanceRecord current, InstancePut wanted) {
        return Optional.ofNullable(expected.remove(current.key()))
                .filter(said -> said.createdAt().equals(current.createdAt())
                        && !clock.instant().isAfter(said.until()))
                .map(said -> understood(said.request(), current, wanted))
                .orElse(wanted);
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
