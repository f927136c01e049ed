package io.gantry.daemon.runtime;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.storage.idmap.DiskIdmap;
import java.time.Instant;
import java.util.HashMap;

/** What an instance's record says about whether it runs: what a later daemon goes by. */
final class PowerState {
    private PowerState() {}

    /** The ids of the host that stand for a running instance's. */
    static DiskIdmap idmap(ExpandedInstance instance) {
        return new Config(instance.record().config()).get(VolatileKeys.IDMAP_CURRENT);
    }

    static InstanceRecord started(InstanceRecord record, DiskIdmap idmap, Instant now) {
        var config = new HashMap<>(record.config());
        VolatileKeys.LAST_STATE_POWER.put(config, VolatileKeys.RUNNING);
        VolatileKeys.IDMAP_CURRENT.put(config, idmap);
        return record.withConfig(config).usedAt(now);
    }

    static InstanceRecord stopped(InstanceRecord record) {
        var config = new HashMap<>(record.config());
        VolatileKeys.LAST_STATE_POWER.put(config, VolatileKeys.STOPPED);
        config.keySet().removeIf(VolatileKeys.HOST_NAME::contains);
        return record.withConfig(config);
    }
}
