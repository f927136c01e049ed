package io.gantry.daemon.hardware;

import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;

/** {@code /1.0/resources}: the hardware of the host. */
public final class HardwareRoutes implements Routes {
    private final HostHardware hardware;

    public HardwareRoutes(HostHardware hardware) {
        this.hardware = hardware;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, "/1.0/resources", _ -> Reply.of(hardware.read()));
    }
}
