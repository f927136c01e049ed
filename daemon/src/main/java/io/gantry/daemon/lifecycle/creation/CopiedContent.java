package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.VolatileKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.ReadInstance;
import io.gantry.daemon.instance.ReadInstances;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.instance.SourceKey;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.daemon.lifecycle.InstanceVolumes;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateTrigger;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.tree.PoolCopy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What another instance of this daemon holds, or one of its snapshots. Nobody can change it until this is closed. */
final class CopiedContent implements VolumeContent {
    private final InstanceTools tools;
    private final ReadInstances reads;
    private final PoolCopy betweenPools;
    private final SourceKey from;
    private final boolean isAlone;
    private Optional<ReadInstance> reading = Optional.empty();

    /** @throws DaemonException INVALID_REQUEST where the source names no instance */
    CopiedContent(
            InstanceTools tools, ReadInstances reads, PoolCopy betweenPools, String project, InstanceSource source) {
        if (source.source() == null || source.source().isEmpty()) {
            throw DaemonException.invalid("Must specify a source instance: the source of the copy names none");
        }
        this.tools = tools;
        this.reads = reads;
        this.betweenPools = betweenPools;
        from = SourceKey.parse(project, source.source());
        isAlone = from instanceof SnapshotKey || source.instanceOnly() || source.containerOnly();
    }

    /** @throws DaemonException NOT_FOUND, or CONFLICT naming what is being done with the original */
    @Override
    public void check() {
        reading = Optional.of(reads.begin(from));
    }

    private ReadInstance read() {
        return reading.orElseThrow(() -> new IllegalStateException(from + " is not being read"));
    }

    @Override
    public boolean canRefresh() {
        return true;
    }

    @Override
    public InstanceDraft draft(InstancesPost request) {
        return new InstanceDraft(request, Optional.of(settings()));
    }

    private InstanceSettings settings() {
        return read().chosen()
                .map(SnapshotRecord::settings)
                .orElse(read().instance().record().settings());
    }

    @Override
    public void fill(FillTarget target, Transfer transfer) {
        InstanceRecord copy = target.instance();
        List<SnapshotRecord> snapshots = isAlone ? List.of() : tools.instances().snapshots(from.instance());
        copyVolumes(copy, snapshots.stream().map(SnapshotRecord::name).toList());
        tools.database().change(connection -> {
            for (SnapshotRecord snapshot : snapshots) {
                tools.store().insertSnapshot(connection, snapshot.of(copy.key()));
            }
        });
        tools.instances().change(copy.key(), record -> record.withConfig(withVolume(record.config())));
    }

    private void copyVolumes(InstanceRecord copy, List<String> snapshots) {
        InstanceRecord original = read().instance().record();
        Volume whole = InstanceVolumes.of(original);
        Volume source =
                read().chosen().map(snapshot -> whole.snapshot(snapshot.name())).orElse(whole);
        Volume to = InstanceVolumes.of(copy);
        StorageDriver driver = tools.volumes().driver(copy.pool());
        if (copy.pool().equals(original.pool())) {
            snapshots.forEach(name -> driver.clone(whole.snapshot(name), to.snapshot(name)));
            driver.clone(source, to);
        } else {
            betweenPools.copy(
                    new PoolCopy.Place(tools.volumes().driver(original.pool()), source),
                    new PoolCopy.Place(driver, to),
                    snapshots);
        }
    }

    /** What comes with the volume: how its owners are shifted, and templates for its next start. */
    private Map<String, String> withVolume(Map<String, String> config) {
        var changed = new HashMap<>(PendingTemplates.added(config, TemplateTrigger.COPY));
        VolatileKeys.LAST_STATE_IDMAP.put(changed, new Config(settings().config()).get(VolatileKeys.LAST_STATE_IDMAP));
        return changed;
    }

    @Override
    public void close() {
        reading.ifPresent(ReadInstance::close);
    }
}
