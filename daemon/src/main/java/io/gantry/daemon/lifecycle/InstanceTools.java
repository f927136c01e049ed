package io.gantry.daemon.lifecycle;

import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.instance.IdRanges;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.intent.Intents;
import io.gantry.daemon.operation.Operations;
import java.time.InstantSource;

/** What every act at an instance needs. */
public record InstanceTools(
        Database database,
        InstanceStore store,
        Instances instances,
        InstanceLocks locks,
        IdRanges ids,
        InstanceVolumes volumes,
        Intents intents,
        Operations operations,
        InstanceNetworks networks,
        HostRules hostRules,
        Events events,
        InstantSource clock) {}
