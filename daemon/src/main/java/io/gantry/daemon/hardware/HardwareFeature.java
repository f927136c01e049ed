package io.gantry.daemon.hardware;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import java.nio.file.Path;
import java.util.List;

/** The hardware of the host. */
public final class HardwareFeature implements Feature {
    private final HostHardware hardware;

    /** @param architecture of this host, as LXD names it */
    public HardwareFeature(DaemonCore core, String architecture) {
        hardware = new HostHardware(
                Path.of("/"), architecture, new MachineKind(core.surroundings().commands()), new DriverLinks());
    }

    @Override
    public List<Routes> routes() {
        return List.of(new HardwareRoutes(hardware));
    }
}
