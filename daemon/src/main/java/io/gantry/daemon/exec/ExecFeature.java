package io.gantry.daemon.exec;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.Instances;
import io.gantry.system.attach.ContainerExec;
import java.util.List;

/** Programs in instances. */
public final class ExecFeature implements Feature {
    private final ExecService service;

    public ExecFeature(DaemonCore core, Instances instances, InstanceRuntime runtime, ContainerExec containers) {
        service = new ExecService(
                runtime,
                key -> instances.find(key).config(),
                containers,
                core.operations(),
                core.events(),
                core.directory().resolve("logs"));
    }

    @Override
    public List<Routes> routes() {
        return List.of(new ExecRoutes(service));
    }
}
