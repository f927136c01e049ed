package io.gantry.daemon.lifecycle;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.id.Ids;
import io.gantry.daemon.instance.HostRules;
import io.gantry.daemon.instance.IdRanges;
import io.gantry.daemon.instance.InstanceEngine;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.InstanceStore;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.intent.Intents;
import io.gantry.daemon.operation.Operations;
import java.time.InstantSource;
import java.util.Map;

/** What every act at an instance needs. */
public record InstanceTools(
        DaemonCore core,
        InstanceStore store,
        Instances instances,
        InstanceLocks locks,
        InstanceVolumes volumes,
        InstanceNetworks networks,
        InstanceEngine engine) {
    /** When the instance was made that an intent is about. */
    public static final String CREATED = "created";

    public Database database() {
        return core.database();
    }

    public Intents intents() {
        return core.intents();
    }

    public Operations operations() {
        return core.operations();
    }

    public Events events() {
        return core.events();
    }

    public InstantSource clock() {
        return core.surroundings().clock();
    }

    /** Where ids of things come from; {@link #ids} are those of users. */
    public Ids newIds() {
        return core.surroundings().ids();
    }

    public HostRules hostRules() {
        return engine.hostRules();
    }

    public IdRanges ids() {
        return engine.ids();
    }

    public InstanceRuntime runtime() {
        return engine.runtime();
    }

    public boolean isTaken(InstanceKey key) {
        return database()
                .inTransaction(connection -> store().find(connection, key))
                .isPresent();
    }

    /**
     * Whether the name has become another instance's since an act wrote its intent, which is then nothing to this one.
     *
     * @param facts of the intent; {@link #CREATED} says which instance it was about
     */
    public boolean isAnothers(InstanceKey key, Map<String, String> facts) {
        String created = facts.get(CREATED);
        return created != null
                && database()
                        .inTransaction(connection -> store().find(connection, key))
                        .filter(now -> !now.createdAt().toString().equals(created))
                        .isPresent();
    }

    /** @throws DaemonException CONFLICT where there is an instance of that name */
    public void requireFree(InstanceKey key) {
        if (isTaken(key)) {
            throw DaemonException.conflict("Instance \"" + key + "\" already exists");
        }
    }
}
