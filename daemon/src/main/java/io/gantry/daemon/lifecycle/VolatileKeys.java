package io.gantry.daemon.lifecycle;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys {@code volatile.DEVICE.*}: what the daemon keeps for a device of an instance. */
final class VolatileKeys {
    private static final Pattern OF_DEVICE = Pattern.compile("volatile\\.(.+)\\.(hwaddr|host_name|name)");

    private VolatileKeys() {}

    static boolean isOfDevice(String key) {
        return OF_DEVICE.matcher(key).matches();
    }

    /** A configuration without what belongs to devices that are not there. */
    static Map<String, String> ofPresent(Map<String, String> config, Set<String> devices) {
        var kept = new HashMap<>(config);
        kept.keySet().removeIf(key -> {
            Matcher match = OF_DEVICE.matcher(key);
            return match.matches() && !devices.contains(match.group(1));
        });
        return kept;
    }
}
