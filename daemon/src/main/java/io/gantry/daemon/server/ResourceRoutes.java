package io.gantry.daemon.server;

import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code /1.0/resources}: the processors and the memory of the host. */
public final class ResourceRoutes implements Routes {
    @Override
    public void register(Router router) {
        router.route(Method.GET, "/1.0/resources", _ -> Reply.of(read()));
    }

    private static Object read() throws IOException {
        return HostResources.of(Files.readString(Path.of("/proc/cpuinfo")), Files.readString(Path.of("/proc/meminfo")));
    }
}
