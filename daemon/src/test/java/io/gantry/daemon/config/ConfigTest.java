package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.config.value.BitRate;
import io.gantry.daemon.config.value.CpuAllowance;
import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.config.value.MemoryLimit;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.ByteSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static Config config(String... keysAndValues) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Config(map);
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        Config config = config("security.devlxd", "");
        assertThat(config.get(InstanceKeys.SECURITY_NESTING)).isFalse();
        assertThat(config.get(InstanceKeys.SECURITY_DEVLXD)).isTrue();
        assertThat(config.get(InstanceKeys.BOOT_HOST_SHUTDOWN_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.get(DeviceKeys.UnixNode.MODE)).isEqualTo(0660);
        assertThat(config.find(InstanceKeys.SECURITY_DEVLXD)).isEmpty();
        assertThat(config.find(InstanceKeys.LIMITS_MEMORY)).isEmpty();
        assertThatThrownBy(() -> config.get(InstanceKeys.LIMITS_MEMORY)).hasMessageContaining("limits.memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "1", "yes", "On"})
    void aSwitchIsOnInAllWordsForIt(String word) {
        assertThat(config("security.nesting", word).get(InstanceKeys.SECURITY_NESTING))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "0", "no", "OFF"})
    void aSwitchIsOffInAllWordsForIt(String word) {
        assertThat(config("security.devlxd", word).get(InstanceKeys.SECURITY_DEVLXD))
                .isFalse();
    }

    @Test
    void valuesAreWhatTheyMean() {
        assertThat(config("limits.cpu", "2").find(InstanceKeys.LIMITS_CPU)).contains(new CpuLimit.Count(2));
        assertThat(config("limits.cpu", "3,0-1").find(InstanceKeys.LIMITS_CPU))
                .contains(new CpuLimit.Pinned(new TreeSet<>(List.of(0, 1, 3))));
        assertThat(config("limits.cpu.allowance", "25ms/100ms").get(InstanceKeys.LIMITS_CPU_ALLOWANCE))
                .isEqualTo(new CpuAllowance.Time(Duration.ofMillis(25), Duration.ofMillis(100)));
        assertThat(config("limits.memory", "1GiB").find(InstanceKeys.LIMITS_MEMORY))
                .contains(new MemoryLimit.Size(new ByteSize(1 << 30)));
        assertThat(new MemoryLimit.Share(10).bytes(2000)).isEqualTo(200);
        assertThat(config("limits.max", "10Mbit").get(DeviceKeys.Nic.LIMITS_MAX))
                .isEqualTo(new BitRate(10_000_000));
        assertThat(config("images.auto_update_interval", "12").get(ServerKeys.AUTO_UPDATE_INTERVAL))
                .isEqualTo(Duration.ofHours(12));
        assertThat(config("linux.kernel_modules", "tun, br_netfilter").get(InstanceKeys.LINUX_KERNEL_MODULES))
                .containsExactly("tun", "br_netfilter");
        assertThat(config("security.idmap.base", "4294967295").find(InstanceKeys.SECURITY_IDMAP_BASE))
                .contains(4294967295L);
    }

    @Test
    void aFamilyIsReadByWhatItsKeysDifferIn() {
        Config config = config(
                "environment.B", "2", "environment.A", "1", "environment.", "x", "user.A", "3", "environment.C", "");
        assertThat(config.all(InstanceKeys.ENVIRONMENT)).containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
        assertThat(VolatileKeys.HWADDR.of("eth0").name()).isEqualTo("volatile.eth0.hwaddr");
        assertThat(VolatileKeys.HWADDR.part("volatile.my.nic.hwaddr")).contains("my.nic");
        assertThat(VolatileKeys.HWADDR.part("volatile.hwaddr")).isEmpty();
    }

    @Test
    void whatDoesNotFitItsKeyIsNamedWhenItIsRead() {
        assertThatThrownBy(() -> config("boot.autostart.priority", "first").get(InstanceKeys.BOOT_AUTOSTART_PRIORITY))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("boot.autostart.priority")
                .hasMessageContaining("first");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var map = new HashMap<String, String>();
        InstanceKeys.LIMITS_CPU.put(map, new CpuLimit.Pinned(new TreeSet<>(List.of(3))));
        InstanceKeys.LIMITS_CPU_ALLOWANCE.put(map, new CpuAllowance.Share(50));
        InstanceKeys.BOOT_AUTOSTART_DELAY.put(map, Duration.ofSeconds(7));
        DeviceKeys.UnixNode.MODE.put(map, 0640);
        assertThat(map)
                .containsEntry("limits.cpu", "3-3")
                .containsEntry("limits.cpu.allowance", "50%")
                .containsEntry("boot.autostart.delay", "7")
                .containsEntry("mode", "0640");
        var config = new Config(map);
        assertThat(config.find(InstanceKeys.LIMITS_CPU)).contains(new CpuLimit.Pinned(new TreeSet<>(List.of(3))));
        assertThat(config.get(InstanceKeys.LIMITS_CPU_ALLOWANCE)).isEqualTo(new CpuAllowance.Share(50));
        assertThat(config.get(InstanceKeys.BOOT_AUTOSTART_DELAY)).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.get(DeviceKeys.UnixNode.MODE)).isEqualTo(0640);
    }

    @Test
    void whatIsWrittenMeansWhatWasRead() {
        Map<ConfigKey<?>, List<String>> examples = Map.of(
                InstanceKeys.SECURITY_NESTING, List.of("yes", "0"),
                InstanceKeys.BOOT_AUTOSTART_DELAY, List.of("90"),
                InstanceKeys.LIMITS_CPU, List.of("2", "0-1,3"),
                InstanceKeys.LIMITS_CPU_ALLOWANCE, List.of("50%", "25ms/100ms"),
                InstanceKeys.LIMITS_MEMORY, List.of("512MiB", "10%"),
                InstanceKeys.SNAPSHOTS_EXPIRY, List.of("1M 2H 10d 4w 5m 6y", "90M"),
                InstanceKeys.RAW_IDMAP, List.of("both 1000 1000\nuid 50-60 500-510\ngid 7 8"),
                NetworkKeys.IPV4_ADDRESS, List.of("10.0.3.1/24", "auto", "none"),
                NetworkKeys.IPV6_ADDRESS, List.of("fd42:1:2:3::1/64", "none"),
                DeviceKeys.Nic.MTU, List.of("1500"));

        examples.forEach((key, texts) -> texts.forEach(text -> requireSameWritten(key, text)));
    }

    private static <T> void requireSameWritten(ConfigKey<T> key, String text) {
        T value = key.parse(text);
        assertThat(key.parse(key.format(value))).as(key + ": " + text).isEqualTo(value);
    }
}
