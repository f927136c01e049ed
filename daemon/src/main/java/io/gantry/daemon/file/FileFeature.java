package io.gantry.daemon.file;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.pool.StoragePools;
import java.util.List;

/** Files of instances. */
public final class FileFeature implements Feature {
    private final InstanceFiles files;

    public FileFeature(DaemonCore core, Instances instances, InstanceRuntime runtime, StoragePools pools) {
        files = new InstanceFiles(key -> instances.find(key).record(), runtime, pools, core.events());
    }

    @Override
    public List<Routes> routes() {
        return List.of(new FileRoutes(files));
    }
}
