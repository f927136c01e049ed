package io.gantry.daemon.lifecycle;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** MAC addresses for interfaces that were given none; they stay the same for the instance's life. */
public final class HardwareAddresses {
    private static final int PREFIX = 0x00163e;

    private final RandomGenerator random;

    public HardwareAddresses(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The configuration with {@code volatile.NAME.hwaddr} for each interface that needs one.
     *
     * @param devices with what profiles add
     */
    Map<String, String> completed(Map<String, String> config, Map<String, Map<String, String>> devices) {
        var completed = new HashMap<>(config);
        devices.forEach((name, device) -> {
            if ("nic".equals(device.get("type"))
                    && device.getOrDefault("hwaddr", "").isEmpty()) {
                completed.computeIfAbsent("volatile." + name + ".hwaddr", _ -> next());
            }
        });
        return completed;
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
