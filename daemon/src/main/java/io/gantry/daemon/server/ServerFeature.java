package io.gantry.daemon.server;

import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Pem;
import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.pool.Pools;
import io.gantry.storage.idmap.IdmapSupport;
import io.gantry.system.command.CommandRunner;
import java.util.List;

/** What the server says of itself, and what its own sub-commands ask of it. */
public final class ServerFeature implements Feature {
    private final List<Routes> routes;

    /** @param end asks the program to end this daemon and all that it started */
    public ServerFeature(DaemonCore core, ServerConfig config, Identity identity, Pools pools, Runnable end) {
        CommandRunner commands = core.surroundings().commands();
        var environment = new EnvironmentReader(
                config,
                new EnvironmentReader.ServerCertificate(Pem.text(identity.certificate()), identity.fingerprint()),
                commands,
                new EnvironmentReader.StorageDrivers(pools::supportedDrivers, pools::usedDrivers),
                () -> new IdmapSupport(commands).isGivenAt(core.directory()));
        routes = List.of(new ServerRoutes(config, environment), new ConfigurationRoutes(), new InternalRoutes(end));
    }

    @Override
    public List<Routes> routes() {
        return routes;
    }
}
