package io.gantry.daemon.lifecycle;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys;
import io.gantry.daemon.config.VolatileKeys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * MAC addresses, and names inside, for interfaces that were given none; they stay the same for the instance's life,
 * whichever devices come and go beside them.
 */
public final class InterfaceDefaults {
    private static final int PREFIX = 0x00163e;

    private final RandomGenerator random;

    public InterfaceDefaults(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The configuration with {@code volatile.NAME.hwaddr} and {@code volatile.NAME.name} for each interface that needs
     * them.
     *
     * @param devices with what profiles add
     */
    public Map<String, String> completed(Map<String, String> config, Map<String, Map<String, String>> devices) {
        var completed = new HashMap<>(config);
        var nics = new TreeMap<String, Map<String, String>>(devices);
        nics.values()
                .removeIf(device -> !new Config(device).text(DeviceKeys.TYPE).equals("nic"));
        nics.forEach((name, device) -> {
            if (!new Config(device).isSet(DeviceKeys.Nic.HWADDR)) {
                completed.computeIfAbsent(VolatileKeys.HWADDR.of(name).name(), _ -> next());
            }
        });
        var taken = new HashSet<String>();
        nics.forEach((name, device) -> taken.add(new Config(device)
                .find(DeviceKeys.Nic.NAME)
                .orElseGet(() -> new Config(completed).text(VolatileKeys.NAME.of(name)))));
        nics.forEach((name, device) -> {
            if (!new Config(device).isSet(DeviceKeys.Nic.NAME)) {
                completed.computeIfAbsent(VolatileKeys.NAME.of(name).name(), _ -> firstFree(taken));
            }
        });
        return completed;
    }

    private static String firstFree(Set<String> taken) {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "eth" + number)
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }

    private String next() {
        long address = (long) PREFIX << 24 | random.nextInt(1 << 24);
        var text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(text.isEmpty() ? "" : ":").append(String.format(Locale.ROOT, "%02x", address >> shift & 0xff));
        }
        return text.toString();
    }
}
