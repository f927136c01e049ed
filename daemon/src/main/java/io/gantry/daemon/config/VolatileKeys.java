package io.gantry.daemon.config;

import io.gantry.storage.idmap.DiskIdmap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys {@code volatile.*} of instances. Some say what is so on this host, and nobody but the daemon can know that: how
 * owners are shifted on disk, which ids are allotted, which interface of the host is an instance's, what waits for its next
 * start. Clients send back what they have read, also from another server, so that their word for such a key never counts.
 * The rest, such as hardware addresses, are choices that clients may make.
 */
public final class VolatileKeys {
    /** What {@link #LAST_STATE_POWER} says of an instance that runs, or ran when the daemon ended. */
    public static final String RUNNING = "RUNNING";

    /** What {@link #LAST_STATE_POWER} says of an instance that was stopped. */
    public static final String STOPPED = "STOPPED";

    private static final String PREFIX = "volatile.";
    private static final Pattern DEVICE = Pattern.compile(".+", Pattern.DOTALL);

    private static final KeySet.Builder KEYS = new KeySet.Builder("instance", "an instance");
    private static final KeySet.Group VOLATILE = KEYS.group("volatile", Scope.INSTANCE);

    public static final ConfigKey<String> APPLY_TEMPLATE = VOLATILE.key(
                    "volatile.apply_template", ValueTypes.choice("create", "copy", "rename"))
            .says("What happened to the instance for which its templates are applied at the next start.");
    public static final ConfigKey<String> BASE_IMAGE = VOLATILE.key("volatile.base_image", ValueTypes.FINGERPRINT)
            .live()
            .says("The fingerprint of the image that the instance was made from.");
    public static final ConfigKey<String> CLOUD_INIT_INSTANCE_ID = VOLATILE.key(
                    "volatile.cloud-init.instance-id", ValueTypes.UUID)
            .live()
            .says("By which cloud-init tells whether it has set up the instance before.");
    public static final ConfigKey<Long> IDMAP_BASE = VOLATILE.key("volatile.idmap.base", ValueTypes.ID)
            .byDefault(0L)
            .says("The first id of the host that an isolated instance has.");
    public static final ConfigKey<DiskIdmap> IDMAP_CURRENT = VOLATILE.key(
                    "volatile.idmap.current", ValueTypes.DISK_IDMAP)
            .byDefault(DiskIdmap.UNSHIFTED)
            .since("id_map_current")
            .says("The ids of the host with which the instance runs.");
    public static final ConfigKey<DiskIdmap> IDMAP_NEXT = VOLATILE.key("volatile.idmap.next", ValueTypes.DISK_IDMAP)
            .byDefault(DiskIdmap.UNSHIFTED)
            .says("The ids of the host with which the instance starts next.");
    public static final ConfigKey<DiskIdmap> LAST_STATE_IDMAP = VOLATILE.key(
                    "volatile.last_state.idmap", ValueTypes.DISK_IDMAP)
            .byDefault(DiskIdmap.UNSHIFTED)
            .says("How the owners of files are shifted on disk.");
    public static final ConfigKey<String> LAST_STATE_POWER = VOLATILE.key(
                    "volatile.last_state.power", ValueTypes.choice(RUNNING, STOPPED))
            .byDefault(STOPPED)
            .says("Whether the instance runs, or ran when the daemon ended.");
    public static final ConfigKey<String> UUID =
            VOLATILE.key("volatile.uuid", ValueTypes.UUID).says("The instance's identity, which no other has.");

    public static final KeyFamily<String> HOST_NAME = VOLATILE.key("volatile.<device>.host_name", ValueTypes.INTERFACE)
            .family(DEVICE, "The name that the device's interface has on the host.");
    public static final KeyFamily<String> HWADDR = VOLATILE.key("volatile.<device>.hwaddr", ValueTypes.MAC)
            .family(DEVICE, "The MAC address of an interface that has none of its own.");
    public static final KeyFamily<String> NAME = VOLATILE.key("volatile.<device>.name", ValueTypes.INTERFACE)
            .family(DEVICE, "The name in the instance of an interface that has none of its own.");

    static final KeySet ALL = KEYS.build();

    private static final Set<String> FACTS = Stream.of(
                    LAST_STATE_IDMAP, LAST_STATE_POWER, IDMAP_BASE, IDMAP_CURRENT, IDMAP_NEXT, APPLY_TEMPLATE, UUID)
            .map(ConfigKey::name)
            .collect(Collectors.toUnmodifiableSet());
    private static final List<KeyFamily<String>> OF_DEVICES = List.of(HOST_NAME, HWADDR, NAME);

    /** What an instance takes along when it comes from another server. */
    private static final Set<String> OF_IDENTITY = Set.of(UUID.name(), APPLY_TEMPLATE.name());

    private VolatileKeys() {}

    public static boolean isVolatile(String key) {
        return key.startsWith(PREFIX);
    }

    /** Whether a key is such, and none that this server knows: what another server keeps of its own host. */
    public static boolean isForeign(String key) {
        return isVolatile(key) && ALL.find(key).isEmpty();
    }

    /** Whether a key belongs to a device: what the daemon keeps for it while it is there. */
    public static boolean isOfDevice(String key) {
        return !ALL.isExact(key) && OF_DEVICES.stream().anyMatch(family -> family.contains(key));
    }

    /** Whether the daemon alone knows the key's value. */
    public static boolean isFact(String key) {
        return FACTS.contains(key) || HOST_NAME.contains(key);
    }

    /** Whether the key's value is decided together with the ids of an instance. */
    public static boolean isAllotted(String key) {
        return key.equals(IDMAP_NEXT.name()) || key.equals(IDMAP_BASE.name());
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
        kept.keySet()
                .removeIf(key -> isOfDevice(key)
                        && OF_DEVICES.stream()
                                .flatMap(family -> family.part(key).stream())
                                .noneMatch(devices::contains));
        return kept;
    }
}
