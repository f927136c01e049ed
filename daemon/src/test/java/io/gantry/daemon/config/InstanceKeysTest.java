package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceKeysTest {
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
                "volatile.base_image|6d3a1b0a0d6f4a5a9d8a1c2b3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f",
                "volatile.eth0.hwaddr|00:16:3e:00:00:01",
                "volatile.eth0.name|eth0",
                "volatile.idmap.next|'[{\"Isuid\":true,\"Isgid\":true,\"Hostid\":1000000,\"Nsid\":0,\"Maprange\":65536}]'",
            })
    void whatLxdTakesIsTaken(String key, String value) {
        assertThatCode(() -> InstanceKeys.ALL.check(Map.of(key, value))).doesNotThrowAnyException();
        assertThatCode(() -> InstanceKeys.ALL.check(Map.of(key, ""))).doesNotThrowAnyException();
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
                "limits.memory|0",
                "raw.idmap|both 1-2 1-3",
                "raw.idmap|'both 1-5 1-5\nuid 5 9'",
                "volatile.base_image|abc",
                "volatile.eth0.hwaddr|mine",
                "volatile.eth0.name|an interface",
                "volatile.idmap.next|[]]",
                "volatile.last_state.power|HALF",
                "volatile.uuid|mine",
            })
    void aBadValueIsNamedWithItsKey(String key, String value) {
        assertThatThrownBy(() -> InstanceKeys.ALL.check(Map.of(key, value)))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value.replace("\n", "\\n"))
                .hasMessageContaining(InstanceKeys.ALL.find(key).orElseThrow().takes())
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "limits.colour,(an instance has no such key)",
        "limits.memroy,did you mean limits.memory?",
        "security.nestin,did you mean security.nesting?",
        "enviroment.HOME,did you mean environment.HOME?",
        "boot.autostart.prio,did you mean boot.autostart.priority?",
        "volatile.nonsense,(an instance has no such key)",
        "environment.,did you mean environment.*?",
        "limits.kernle.nofile,did you mean limits.kernel.nofile?"
    })
    void anUnknownKeyIsNamedWithTheOneThatWasMeant(String key, String hint) {
        assertThatThrownBy(() -> InstanceKeys.ALL.check(Map.of(key, "1")))
                .isInstanceOf(DaemonException.class)
                .hasMessageStartingWith("Unknown configuration key: " + key)
                .hasMessageContaining(hint);
    }

    @Test
    void onlyTextHasLineBreaksAndControlCharacters() {
        for (ConfigKey<?> key : InstanceKeys.ALL.all()) {
            String name = key.name().replace("*", "nofile").replace("<device>", "eth0");
            for (String value : List.of("1\n2", "x\u001by", "a\tb")) {
                var config = Map.of(name, value);
                if (key.takes().equals("text")) {
                    InstanceKeys.ALL.check(config);
                } else if (!key.takes().startsWith("YAML")) {
                    assertThatThrownBy(() -> InstanceKeys.ALL.check(config))
                            .as(name)
                            .hasMessageContaining(name);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud-init.user-data", "cloud-init.vendor-data", "cloud-init.network-config"})
    void yamlThatIsNestedWithoutEndIsRefused(String key) {
        for (String nest : List.of("[", "{a: ", "- ", "? ")) {
            var config = Map.of(key, "#cloud-config\n" + nest.repeat(100_000));
            assertThatThrownBy(() -> InstanceKeys.ALL.check(config))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining(key);
        }
    }
}
