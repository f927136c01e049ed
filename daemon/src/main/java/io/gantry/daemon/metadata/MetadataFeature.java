package io.gantry.daemon.metadata;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.pool.StoragePools;
import java.util.List;

/** Templates and {@code metadata.yaml} of instances. */
public final class MetadataFeature implements Feature {
    private final InstanceMetadata metadata;

    public MetadataFeature(DaemonCore core, Instances instances, InstanceLocks locks, StoragePools pools) {
        metadata = new InstanceMetadata(instances, locks, pools, core.events());
    }

    @Override
    public List<Routes> routes() {
        return List.of(new MetadataRoutes(metadata));
    }
}
