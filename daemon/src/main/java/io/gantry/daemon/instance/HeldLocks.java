package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Locks in memory: they end with the daemon, whose next start undoes what was under way. */
public final class HeldLocks implements InstanceLocks {
    private final Map<InstanceKey, String> acts = new ConcurrentHashMap<>();

    @Override
    public Held acquire(InstanceKey key, String act) {
        String other = acts.putIfAbsent(key, act);
        if (other != null) {
            throw DaemonException.conflict(
                    "Instance is busy: " + key + " has a \"" + other + "\" under way; try again when that has ended");
        }
        return () -> acts.remove(key);
    }
}
