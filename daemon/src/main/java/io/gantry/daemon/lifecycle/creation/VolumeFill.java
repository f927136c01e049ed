package io.gantry.daemon.lifecycle.creation;

import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.intent.Intents.Intent;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.system.rollback.Rollback;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Fills volumes with content, so that either all of it counts or nothing is left: holds the lock, writes the intent, and
 * undoes what fails. Safe for use by many threads.
 */
final class VolumeFill {
    private final InstanceTools tools;

    /** What a killed daemon left of both acts is undone, or brought to its end. */
    VolumeFill(InstanceTools tools) {
        this.tools = tools;
        tools.intents()
                .onStart(
                        NewVolume.INTENT,
                        facts -> NewVolume.settle(tools, facts.getOrDefault("pool", ""), key(facts), facts));
        tools.intents()
                .onStart(
                        RefreshedVolume.INTENT,
                        facts -> RefreshedVolume.settle(tools, facts.getOrDefault("pool", ""), key(facts)));
    }

    void run(FillAct act, VolumeContent content, Transfer transfer) throws Exception {
        InstanceKey key = act.key();
        try (var _ = act.lock();
                var rollback = new Rollback()) {
            act.check();
            // A pool that is not available is in the way of undoing too: it is found out before anything is made.
            tools.volumes().driver(act.pool());
            Intent intent = tools.intents().begin(act.intent(), act.facts());
            rollback.add("end the intent", intent::end);
            rollback.add("undo the filling of " + key, act::undo);
            InstanceRecord instance = act.begin();
            var isDecided = new AtomicBoolean();
            FillTarget.Commit commit = () -> {
                if (!isDecided.get()) {
                    act.prepare();
                    tools.database().change(connection -> act.decide(connection, intent));
                    isDecided.set(true);
                    rollback.keep();
                    act.complete(intent);
                    tools.events().lifecycle(act.event(), key.url(), Map.of());
                }
            };
            content.fill(new FillTarget(instance, act.existing(), commit), transfer);
            commit.reach();
        }
    }

    private static InstanceKey key(Map<String, String> facts) {
        return new InstanceKey(facts.getOrDefault("project", ""), facts.getOrDefault("name", ""));
    }
}
