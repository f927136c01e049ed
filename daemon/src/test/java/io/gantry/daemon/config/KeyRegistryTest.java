package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyRegistryTest {
    @Test
    void eachKeyIsDescribedByOneSentenceAndItsDefaultIsOneOfItsValues() {
        for (KeySet keys : KeyRegistry.ALL) {
            for (ConfigKey<?> key : keys.all()) {
                assertThat(key.description()).as(key.name()).endsWith(".").doesNotContain("\n");
                assertThat(key.scopes()).as(key.name()).isNotEmpty();
                assertThat(List.of("bool", "integer", "string")).as(key.name()).contains(key.typeWord());
            }
        }
    }

    @Test
    void everyKindOfDeviceSaysItsTypeAndTakesKeysOfUsers() {
        for (String type : List.of("disk", "none", "unix-block", "unix-char")) {
            KeySet keys = KeyRegistry.ofDevice(Map.of("type", type)).orElseThrow();
            keys.check(Map.of("type", type, "user.anything", "at all"));
            assertThatThrownBy(() -> keys.check("nosuchkey", "1"))
                    .hasMessage(
                            "Unknown configuration key: nosuchkey (a device of the type " + type + " has no such key)");
        }
        assertThat(KeyRegistry.ofDevice(Map.of("type", "gpu"))).isEmpty();
    }

    @Test
    void nicsHaveTheKeysOfTheirKind() {
        assertThat(KeyRegistry.ofDevice(Map.of("type", "nic", "network", "br0")))
                .contains(DeviceKeys.Nic.BRIDGED);
        assertThat(KeyRegistry.ofDevice(Map.of("type", "nic", "nictype", "bridged")))
                .contains(DeviceKeys.Nic.BRIDGED);
        assertThat(KeyRegistry.ofDevice(Map.of("type", "nic", "nictype", "p2p")))
                .contains(DeviceKeys.Nic.P2P);
        assertThat(KeyRegistry.ofDevice(Map.of("type", "nic"))).isEmpty();
        assertThatThrownBy(() -> DeviceKeys.Nic.P2P.check("parent", "br0")).hasMessageContaining("of the kind p2p");
    }

    @Test
    void poolsHaveTheKeysOfTheirDrivers() {
        KeyRegistry.ofPool("btrfs").orElseThrow().check(Map.of("size", "10GiB", "rsync.bwlimit", "1MB"));
        KeySet dir = KeyRegistry.ofPool("dir").orElseThrow();
        dir.check(Map.of("source", "/srv", "user.x", "1"));
        assertThatThrownBy(() -> dir.check("btrfs.mount_options", "x")).hasMessageContaining("driver dir");
    }

    @Test
    void theServersAndNetworksValuesAreChecked() {
        ServerKeys.ALL.check(Map.of("images.compression_algorithm", "gzip -9", "core.proxy_http", "proxy:3128"));
        assertThatThrownBy(() -> ServerKeys.ALL.check("images.compression_algorithm", "gzop"))
                .hasMessageContaining("squashfs");
        assertThatThrownBy(() -> ServerKeys.ALL.check("core.https_allowed_origin", "*\r\nX: y"))
                .hasMessageContaining("core.https_allowed_origin");
        NetworkKeys.ALL.check(Map.of("ipv4.address", "10.0.3.1/24", "ipv6.address", "none", "ipv4.nat", "Yes"));
        assertThatThrownBy(() -> NetworkKeys.ALL.check("ipv4.address", "fd42::1/64"))
                .hasMessageContaining("10.0.3.1/24");
        assertThatThrownBy(() -> NetworkKeys.ALL.check("ipv4.adress", "auto"))
                .hasMessageContaining("did you mean ipv4.address?");
    }
}
