package io.gantry.daemon.lifecycle;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateTrigger;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.tree.PoolCopy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of an instance, or of one of its snapshots, in the same daemon.
 *
 * @param chosen the snapshot that is copied instead of the instance
 * @param snapshots those that are copied along, oldest first
 */
record LocalCopy(
        InstanceTools tools,
        PoolCopy betweenPools,
        InstanceRecord original,
        Optional<SnapshotRecord> chosen,
        List<SnapshotRecord> snapshots) {
    /** What the copy is to be like, where nothing else is asked for. */
    InstanceSettings settings() {
        return chosen.map(SnapshotRecord::settings).orElse(original.settings());
    }

    void fill(InstanceRecord copy) {
        Volume from = InstanceVolumes.of(original);
        Volume source = chosen.map(snapshot -> from.snapshot(snapshot.name())).orElse(from);
        Volume to = InstanceVolumes.of(copy);
        List<String> names = snapshots.stream().map(SnapshotRecord::name).toList();
        StorageDriver driver = tools.volumes().driver(copy.pool());
        if (copy.pool().equals(original.pool())) {
            names.forEach(name -> driver.clone(from.snapshot(name), to.snapshot(name)));
            driver.clone(source, to);
        } else {
            betweenPools.copy(
                    new PoolCopy.Place(tools.volumes().driver(original.pool()), source),
                    new PoolCopy.Place(driver, to),
                    names);
        }
        tools.database().change(connection -> {
            for (SnapshotRecord snapshot : snapshots) {
                tools.store().insertSnapshot(connection, snapshot.of(copy.key()));
            }
        });
        tools.instances().change(copy.key(), record -> record.withConfig(withVolume(record.config())));
    }

    /** What comes with the volume: how its owners are shifted, and templates for its next start. */
    private Map<String, String> withVolume(Map<String, String> config) {
        var changed = new HashMap<>(PendingTemplates.added(config, TemplateTrigger.COPY));
        VolatileKeys.LAST_STATE_IDMAP.put(changed, new Config(settings().config()).get(VolatileKeys.LAST_STATE_IDMAP));
        return changed;
    }
}
