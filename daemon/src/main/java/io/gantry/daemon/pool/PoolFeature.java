package io.gantry.daemon.pool;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.storage.PoolDriver;
import java.util.List;

/** Storage pools. */
public final class PoolFeature implements Feature {
    private final Pools pools;

    /** @param drivers of this program, whether this host can use them or not */
    public PoolFeature(DaemonCore core, List<PoolDriver> drivers) {
        pools = new Pools(core.database(), drivers, core.intents(), core.events());
    }

    public Pools pools() {
        return pools;
    }

    @Override
    public List<Routes> routes() {
        return List.of(new PoolRoutes(pools), new VolumeRoutes(pools));
    }

    @Override
    public void start() {
        pools.startAll();
    }

    @Override
    public void shutDown() {
        pools.stopAll();
    }
}
