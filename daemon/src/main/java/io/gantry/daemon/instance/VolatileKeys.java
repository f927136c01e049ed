package io.gantry.daemon.instance;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys {@code volatile.*}. Some say what is so on this host, and nobody but the daemon can know that: how owners are
 * shifted on disk, which ids are allotted, which interface of the host is an instance's, what waits for its next start.
 * Clients send back what they have read, also from another server, so that their word for such a key never counts. The
 * rest, such as hardware addresses, are choices that clients may make.
 */
public final class VolatileKeys {
    /** How the owners of a volume's files are shifted on disk. */
    public static final String DISK_IDMAP = "volatile.last_state.idmap";

    private static final String PREFIX = "volatile.";
    private static final Pattern OF_DEVICE = Pattern.compile("volatile\\.(.+)\\.(hwaddr|host_name|name)");
    private static final String ALLOTTED_BASE = "volatile.idmap.base";
    private static final String ALLOTTED = "volatile.idmap.next";
    private static final String UUID = "volatile.uuid";
    private static final String PENDING_TEMPLATES = "volatile.apply_template";
    private static final Set<String> FACTS = Set.of(
            DISK_IDMAP,
            "volatile.last_state.power",
            ALLOTTED_BASE,
            "volatile.idmap.current",
            ALLOTTED,
            PENDING_TEMPLATES,
            UUID);
    /** What an instance takes along when it comes from another server. */
    private static final Set<String> OF_IDENTITY = Set.of(UUID, PENDING_TEMPLATES);

    private VolatileKeys() {}

    public static boolean isVolatile(String key) {
        return key.startsWith(PREFIX);
    }

    /** Whether a key belongs to a device: what the daemon keeps for it while it is there. */
    public static boolean isOfDevice(String key) {
        return OF_DEVICE.matcher(key).matches();
    }

    /** Whether the daemon alone knows the key's value. */
    public static boolean isFact(String key) {
        return FACTS.contains(key) || (isOfDevice(key) && key.endsWith(".host_name"));
    }

    /** Whether the key's value is decided together with the ids of an instance. */
    public static boolean isAllotted(String key) {
        return key.equals(ALLOTTED) || key.equals(ALLOTTED_BASE);
    }

    /** A client's words for an instance that does not exist yet: without any facts. */
    public static Map<String, String> withoutFacts(Map<String, String> said) {
        var kept = new HashMap<>(said);
        kept.keySet().removeIf(VolatileKeys::isFact);
        return kept;
    }

    /** The same for an instance that comes from another server, and keeps its identity. */
    public static Map<String, String> withoutFactsOfHost(Map<String, String> said) {
        var kept = new HashMap<>(said);
        kept.keySet().removeIf(key -> isFact(key) && !OF_IDENTITY.contains(key));
        return kept;
    }

    /** Another configuration for an instance, with the facts that hold now. */
    public static Map<String, String> withFactsOf(Map<String, String> now, Map<String, String> said) {
        Map<String, String> merged = withoutFacts(said);
        now.forEach((key, value) -> {
            if (isFact(key)) {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /** A configuration without what belongs to devices that are not there. */
    public static Map<String, String> ofPresent(Map<String, String> config, Set<String> devices) {
        var kept = new HashMap<>(config);
        kept.keySet().removeIf(key -> {
            Matcher match = OF_DEVICE.matcher(key);
            return match.matches() && !devices.contains(match.group(1));
        });
        return kept;
    }
}
