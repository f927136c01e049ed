package io.gantry.daemon.network;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import java.util.List;

/** Bridges and what serves them. */
public final class NetworkFeature implements Feature {
    private final Networks networks;

    public NetworkFeature(DaemonCore core) {
        networks = new Networks(
                core.database(),
                core.intents(),
                core.events(),
                core.surroundings().commands(),
                core.directory(),
                core.surroundings().random());
    }

    public Networks networks() {
        return networks;
    }

    @Override
    public List<Routes> routes() {
        return List.of(new NetworkRoutes(networks));
    }

    @Override
    public void start() {
        networks.startAll();
    }

    @Override
    public void shutDown() {
        networks.stopAll();
    }
}
