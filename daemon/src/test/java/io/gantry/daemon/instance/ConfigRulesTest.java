package io.gantry.daemon.instance;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boot.autostart|true",
                "boot.autostart.priority|5",
                "boot.stop.priority|-1",
                "cloud-init.user-data|#cloud-config",
                "limits.disk.priority|3",
                "limits.kernel.nofile|1024:4096",
                "linux.kernel_modules|tun, br_netfilter",
                "linux.sysctl.net.ipv4.ip_forward|1",
                "security.devlxd|false",
                "snapshots.expiry|1w 2d",
                "snapshots.pattern|auto%d",
                "environment.HOME|/root",
                "limits.cpu|2",
                "limits.cpu|0-1,3",
                "limits.cpu.allowance|50%",
                "limits.cpu.allowance|25ms/100ms",
                "limits.memory|512MiB",
                "limits.memory|10%",
                "limits.memory.enforce|soft",
                "limits.processes|100",
                "raw.idmap|both 1000 1000",
                "raw.lxc|lxc.environment = A=1",
                "raw.lxc|lxc.net.0.ipv4.address = 10.0.0.2/24",
                "cloud-init.network-config|'version: 2\nethernets: {eth0: {dhcp4: true}}'",
                "cloud-init.user-data|#!/bin/sh [",
                "cloud-init.user-data|'#cloud-config\na:\t1\n---\nb: 2'",
                "cloud-init.user-data|'#cloud-config\npackages: [vim]\ncustom: !tag x'",
                "security.nesting|false",
                "user.anything|at all",
                "image.os|Debian",
                "volatile.base_image|abc",
            })
    void whatLxdTakesIsTaken(String key, String value) {
        assertThatCode(() -> ConfigRules.check(Map.of(key, value))).doesNotThrowAnyException();
        assertThatCode(() -> ConfigRules.check(Map.of(key, ""))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boot.autostart|maybe",
                "boot.autostart.priority|high",
                "limits.disk.priority|11",
                "limits.kernel.nofile|many",
                "linux.kernel_modules|a;b",
                "snapshots.expiry|soon",
                "limits.cpu|two",
                "limits.cpu.allowance|150%",
                "limits.memory|lots",
                "limits.memory|512 pounds",
                "limits.memory.enforce|gentle",
                "limits.processes|-1",
                "raw.idmap|everyone 1 2",
                "raw.lxc|rm -rf",
                "raw.lxc|lxc.log.file = /x",
                "raw.lxc|lxc.prlimit.nofile = 1",
                "raw.lxc|lxc.net.0.link = br0",
                "limits.cpu|0-2000000000",
                "cloud-init.network-config|a: [b",
                "cloud-init.user-data|'#cloud-config\na: [b'",
                "security.privileged|2",
            })
    void aBadValueIsNamedWithItsKey(String key, String value) {
        assertThatThrownBy(() -> ConfigRules.check(Map.of(key, value)))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertThatThrownBy(() -> ConfigRules.check(Map.of("limits.colour", "red")))
                .hasMessage("Unknown configuration key: limits.colour");
    }

    @Test
    void aVariableWithoutANameIsRefused() {
        assertThatThrownBy(() -> ConfigRules.check(Map.of("environment.", "x"))).hasMessageContaining("environment.");
        assertThatThrownBy(() -> ConfigRules.check(Map.of("environment.A", "x\ny")))
                .hasMessageContaining("one line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud-init.user-data", "cloud-init.vendor-data", "cloud-init.network-config"})
    void yamlThatIsNestedWithoutEndIsRefused(String key) {
        for (String nest : List.of("[", "{a: ", "- ", "? ")) {
            var config = Map.of(key, "#cloud-config\n" + nest.repeat(100_000));
            assertThatThrownBy(() -> ConfigRules.check(config))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining(key);
        }
    }
}
