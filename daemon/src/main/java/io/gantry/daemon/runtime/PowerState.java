package io.gantry.daemon.runtime;

import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.storage.idmap.DiskIdmap;
import java.time.Instant;
import java.util.HashMap;

/** What an instance's record says about whether it runs: what a later daemon goes by. */
final class PowerState {
    private static final String POWER = "volatile.last_state.power";
    private static final String CURRENT_IDMAP = "volatile.idmap.current";
    private static final String RUNNING = "RUNNING";

    private PowerState() {}

    /** Whether it was started and, as far as the record knows, has not ended. */
    static boolean isRunning(ExpandedInstance instance) {
        return instance.record().config().getOrDefault(POWER, "").equals(RUNNING);
    }

    /** The ids of the host that stand for a running instance's. */
    static DiskIdmap idmap(ExpandedInstance instance) {
        return DiskIdmap.parseJson(instance.record().config().getOrDefault(CURRENT_IDMAP, "[]"));
    }

    static InstanceRecord started(InstanceRecord record, DiskIdmap idmap, Instant now) {
        var config = new HashMap<>(record.config());
        config.put(POWER, RUNNING);
        config.put(CURRENT_IDMAP, idmap.toJson());
        return record.withConfig(config).usedAt(now);
    }

    static InstanceRecord stopped(InstanceRecord record) {
        var config = new HashMap<>(record.config());
        config.put(POWER, "STOPPED");
        config.keySet().removeIf(key -> key.startsWith("volatile.") && key.endsWith(".host_name"));
        return record.withConfig(config);
    }
}
