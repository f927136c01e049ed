package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceRulesTest {
    private static final Map<String, String> ROOT = Map.of("type", "disk", "path", "/", "pool", "p1", "size", "5GiB");

    private static void check(Map<String, String> device) {
        DeviceRules.check(Map.of("thing", device));
    }

    @Test
    void usualDevicesAreTaken() {
        assertThatCode(() -> {
                    check(ROOT);
                    check(Map.of("type", "none"));
                    check(Map.of("type", "disk", "path", "/srv", "source", "/srv", "readonly", "true"));
                    check(Map.of("type", "nic", "nictype", "bridged", "parent", "lxdbr0", "name", "eth0"));
                    check(Map.of("type", "nic", "network", "lxdbr0"));
                    check(Map.of("type", "nic", "nictype", "p2p", "mtu", "1400"));
                    check(Map.of("type", "nic", "nictype", "macvlan", "parent", "eth0", "mtu", "1400"));
                    check(Map.of("type", "nic", "nictype", "physical", "parent", "eth0"));
                    check(Map.of("type", "unix-char", "path", "/dev/x"));
                    DeviceRules.check(Map.of("../../with a/slash", ROOT));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsWrongIsSaidWithTheDevicesName() {
        assertThatThrownBy(() -> check(Map.of())).hasMessageContaining("thing");
        assertThatThrownBy(() -> check(Map.of("type", "gpu"))).hasMessageContaining("gpu");
        assertThatThrownBy(() -> check(Map.of("type", "disk", "path", "/srv"))).hasMessageContaining("source");
        assertThatThrownBy(() -> check(Map.of("type", "disk", "path", "/", "pool", "p1", "size", "big")))
                .hasMessageContaining("big");
        assertThatThrownBy(() -> check(Map.of("type", "nic", "nictype", "bridged")))
                .hasMessageContaining("parent");
        assertThatThrownBy(() -> check(Map.of("type", "nic", "network", "br0", "hwaddr", "no")))
                .hasMessageContaining("hwaddr");
        assertThatThrownBy(() -> check(Map.of("type", "nic", "network", "br0", "name", "an-interface-name")))
                .hasMessageContaining("15");
        for (String kind : List.of("macvlan", "physical")) {
            assertThatThrownBy(() -> check(Map.of("type", "nic", "nictype", kind)))
                    .hasMessageContaining("parent");
        }
        assertThatThrownBy(() -> check(Map.of("type", "nic"))).hasMessageContainingAll("thing", "nictype");
        assertThatThrownBy(() -> check(Map.of("type", "nic", "nictype", "p2p", "network", "br0")))
                .hasMessageContaining("network");
        assertThatThrownBy(() -> check(
                        Map.of("type", "nic", "nictype", "physical", "parent", "eth0", "hwaddr", "00:16:3e:00:00:01")))
                .hasMessageContaining("hwaddr");
        assertThatThrownBy(() -> check(Map.of("type", "unix-block"))).hasMessageContaining("absolute");
        assertThatThrownBy(() -> check(Map.of("type", "nic", "network", "br0", "colour", "red")))
                .hasMessageContaining("colour");
    }

    @Test
    void aDeviceThatHidesAnotherHasNoKeysOfItsOwn() {
        assertThatThrownBy(() -> check(Map.of("type", "none", "nosuchkey", "1")))
                .isInstanceOf(DaemonException.class)
                .hasMessage(
                        "Invalid device \"thing\": Unknown configuration key: nosuchkey (a device of the type none has no "
                                + "such key)");
        assertThatThrownBy(() -> check(Map.of("type", "none", "path", "/srv"))).hasMessageContaining("path");
        assertThatCode(() -> check(Map.of("type", "none", "user.note", "x"))).doesNotThrowAnyException();
    }

    @Test
    void aNameThatIsNoLineIsRefused() {
        for (String name : List.of("", "a\nb", "a\u0000b", "x".repeat(65))) {
            assertThatThrownBy(() -> DeviceRules.check(Map.of(name, ROOT)))
                    .hasMessageContaining("1 to 64 characters")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void anInstanceHasOneRoot() {
        assertThatThrownBy(() -> DeviceRules.check(Map.of("a", ROOT, "b", ROOT)))
                .hasMessageContaining("root");
        assertThatThrownBy(() -> DeviceRules.requireRoot(Map.of())).hasMessageContaining("No root device");
        assertThat(DeviceRules.requireRoot(Map.of("a", ROOT))).isEqualTo(ROOT);
    }
}
