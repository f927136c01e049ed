package io.gantry.daemon.runtime;

import io.gantry.daemon.event.Events;
import io.gantry.daemon.instance.Devlxd;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.daemon.template.TemplateRenderer;
import java.time.InstantSource;

/** What the runtime needs of the rest of the daemon. */
public record RuntimeServices(
        Instances instances,
        StoragePools pools,
        TemplateRenderer templates,
        Devlxd devlxd,
        Events events,
        InstantSource clock) {}
