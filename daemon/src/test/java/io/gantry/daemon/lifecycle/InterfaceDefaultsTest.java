package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Addresses and names of interfaces that were given none. */
class InterfaceDefaultsTest {
    private static final Map<String, String> NIC = Map.of("type", "nic", "nictype", "p2p");

    private final InterfaceDefaults defaults = new InterfaceDefaults(new Random(1));

    private static Map<String, String> nic(String key, String value) {
        var nic = new HashMap<>(NIC);
        nic.put(key, value);
        return nic;
    }

    @Test
    void eachInterfaceGetsAnAddressOfItsOwn() {
        Map<String, String> config = defaults.completed(Map.of("user.a", "1"), Map.of("a", NIC, "b", NIC));

        assertThat(config)
                .containsOnlyKeys(
                        "user.a", "volatile.a.hwaddr", "volatile.a.name", "volatile.b.hwaddr", "volatile.b.name");
        assertThat(config.get("volatile.a.hwaddr")).matches("00:16:3e(:[0-9a-f]{2}){3}");
        assertThat(config.get("volatile.b.hwaddr"))
                .matches("00:16:3e(:[0-9a-f]{2}){3}")
                .isNotEqualTo(config.get("volatile.a.hwaddr"));
    }

    @Test
    void namesAreCountedInTheOrderOfTheDevices() {
        assertThat(defaults.completed(Map.of(), Map.of("b", NIC, "a", NIC, "c", NIC)))
                .containsEntry("volatile.a.name", "eth0")
                .containsEntry("volatile.b.name", "eth1")
                .containsEntry("volatile.c.name", "eth2");
    }

    @Test
    void whatWasGivenIsNotSaidAgain() {
        assertThat(defaults.completed(Map.of(), Map.of("a", nic("name", "lan"))))
                .containsOnlyKeys("volatile.a.hwaddr");
        assertThat(defaults.completed(Map.of(), Map.of("a", nic("hwaddr", "00:16:3e:00:00:01"))))
                .isEqualTo(Map.of("volatile.a.name", "eth0"));
    }

    @Test
    void whatWasDecidedOnceStays() {
        Map<String, String> first = defaults.completed(Map.of(), Map.of("b", NIC));

        Map<String, String> second = defaults.completed(first, Map.of("a", NIC, "b", NIC));

        assertThat(second).containsAllEntriesOf(first).containsEntry("volatile.a.name", "eth1");
        assertThat(defaults.completed(second, Map.of("a", NIC, "b", NIC))).isEqualTo(second);
    }

    @Test
    void namesThatOthersHaveAreNotTaken() {
        assertThat(defaults.completed(Map.of(), Map.of("a", NIC, "z", nic("name", "eth0"))))
                .containsEntry("volatile.a.name", "eth1")
                .doesNotContainKey("volatile.z.name");
        assertThat(defaults.completed(Map.of("volatile.z.name", "eth0"), Map.of("a", NIC, "z", NIC)))
                .containsEntry("volatile.a.name", "eth1");
        // Of a device that is gone, the name is free.
        assertThat(defaults.completed(Map.of("volatile.z.name", "eth0"), Map.of("a", NIC)))
                .containsEntry("volatile.a.name", "eth0");
    }

    @Test
    void otherDevicesNeedNothing() {
        assertThat(defaults.completed(
                        Map.of(), Map.of("root", Map.of("type", "disk", "path", "/"), "eth0", Map.of("type", "none"))))
                .isEmpty();
    }
}
