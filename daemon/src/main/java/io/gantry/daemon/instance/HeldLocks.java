package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Locks in memory: they end with the daemon, whose next start undoes what was under way. */
public final class HeldLocks implements InstanceLocks {
    private final Map<InstanceKey, List<Hold>> holds = new HashMap<>();

    private enum Kind {
        KEEP,
        READ,
        CHANGE,
        REMOVAL;

        /** The kinds that can be held by others at the same time. */
        private Set<Kind> compatible() {
            return switch (this) {
                case KEEP -> Set.of(KEEP, READ, CHANGE);
                case READ -> Set.of(KEEP, READ);
                case CHANGE -> Set.of(KEEP);
                case REMOVAL -> Set.of();
            };
        }
    }

    /** One holder; two that do the same are still two. */
    private static final class Hold {
        private final Kind kind;
        private final String act;

        Hold(Kind kind, String act) {
            this.kind = kind;
            this.act = act;
        }
    }

    @Override
    public Held acquire(InstanceKey key, String act) {
        return take(key, Kind.CHANGE, act);
    }

    @Override
    public Held acquireRemoval(InstanceKey key, String act) {
        return take(key, Kind.REMOVAL, act);
    }

    @Override
    public Held read(InstanceKey key, String act) {
        return take(key, Kind.READ, act);
    }

    @Override
    public Held keep(InstanceKey key, String act) {
        return take(key, Kind.KEEP, act);
    }

    private synchronized Held take(InstanceKey key, Kind kind, String act) {
        List<Hold> others = holds.computeIfAbsent(key, _ -> new ArrayList<>());
        for (Hold other : others) {
            if (!kind.compatible().contains(other.kind)) {
                throw DaemonException.conflict("Instance is busy: " + key + " has a \"" + other.act
                        + "\" under way; try again when that has ended");
            }
        }
        var hold = new Hold(kind, act);
        others.add(hold);
        return () -> giveBack(key, hold);
    }

    private synchronized void giveBack(InstanceKey key, Hold hold) {
        List<Hold> all = holds.get(key);
        if (all != null && all.remove(hold) && all.isEmpty()) {
            holds.remove(key);
        }
    }
}
