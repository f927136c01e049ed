package io.gantry.daemon.instance;

import java.util.HashMap;
import java.util.Map;

/** What a configuration asks of this host beyond the form of its values. Safe for use by many threads. */
@FunctionalInterface
public interface HostRules {
    /**
     * Checks the keys that only the host can judge, such as {@code raw.lxc}.
     *
     * @throws io.gantry.daemon.failure.DaemonException INVALID_REQUEST naming the key and what the host says to it
     */
    void check(Map<String, String> config);

    /** As {@link #check}, for the values that are not those of before: what is there already is in nobody's way. */
    default void checkChange(Map<String, String> before, Map<String, String> after) {
        var changed = new HashMap<>(after);
        changed.entrySet().removeAll(before.entrySet());
        check(changed);
    }
}
