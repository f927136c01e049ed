package io.gantry.daemon.runtime;

import static io.gantry.daemon.runtime.RuntimeBench.C1;
import static io.gantry.daemon.runtime.RuntimeBench.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What liblxc is told of typical instances, in full: one file for each in {@code resources/golden/lxc}. They are written
 * anew with {@code -Dgolden=write}.
 */
class LxcConfigTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/lxc");

    @TempDir
    private Path directory;

    /** An instance beside its root disk, {@code DIR} standing for the directory of the test. */
    record Typical(String name, Map<String, String> config, Map<String, Map<String, String>> devices) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Typical of(String name, Map<String, String> config) {
        return new Typical(name, config, Map.of());
    }

    private static Map<String, String> interfaces(String... addresses) {
        var config = new HashMap<String, String>();
        for (int number = 0; number < addresses.length; number++) {
            config.put("volatile.eth" + number + ".hwaddr", addresses[number]);
            config.put("volatile.eth" + number + ".name", "eth" + number);
        }
        return config;
    }

    static Stream<Typical> typicalInstances() {
        return Stream.of(
                of("plain", Map.of()),
                of("privileged", Map.of("security.privileged", "true")),
                of("nesting", Map.of("security.nesting", "true")),
                of("isolated", Map.of("security.idmap.isolated", "true", "security.idmap.size", "100000")),
                of("raw-idmap", Map.of("raw.idmap", "both 1000 1000\nuid 50-60 500-510")),
                of(
                        "limits",
                        Map.of(
                                "limits.cpu.allowance",
                                "25ms/100ms",
                                "limits.cpu.priority",
                                "5",
                                "limits.memory",
                                "512MiB",
                                "limits.memory.swap",
                                "false",
                                "limits.processes",
                                "500",
                                "limits.disk.priority",
                                "3")),
                of("soft-limits", Map.of("limits.memory", "1GiB", "limits.memory.enforce", "soft")),
                of("kernel", Map.of("limits.kernel.nofile", "1024:2048", "linux.sysctl.net.ipv4.ip_forward", "1")),
                of("environment", Map.of("environment.LANG", "de_DE.UTF-8", "environment.EDITOR", "vi -u NONE")),
                of("raw-lxc", Map.of("raw.lxc", "lxc.cap.drop = sys_time\n# a remark\nlxc.hook.version = 1")),
                new Typical(
                        "disks",
                        Map.of(),
                        Map.of(
                                "deep", Map.of("type", "disk", "source", "DIR/data", "path", "/srv/a/b"),
                                "top",
                                        Map.of(
                                                "type",
                                                "disk",
                                                "source",
                                                "DIR/data",
                                                "path",
                                                "srv/a",
                                                "readonly",
                                                "true",
                                                "recursive",
                                                "true"),
                                "file", Map.of("type", "disk", "source", "DIR/a file", "path", "/etc/a file"),
                                "absent",
                                        Map.of(
                                                "type",
                                                "disk",
                                                "source",
                                                "DIR/nothing",
                                                "path",
                                                "/mnt",
                                                "required",
                                                "false"))),
                new Typical(
                        "nodes",
                        Map.of(),
                        Map.of(
                                "zero", Map.of("type", "unix-char", "source", "/dev/zero", "path", "/dev/zero2"),
                                "loop",
                                        Map.of(
                                                "type",
                                                "unix-block",
                                                "path",
                                                "/dev/loop7",
                                                "major",
                                                "7",
                                                "minor",
                                                "7"))),
                new Typical(
                        "interfaces",
                        interfaces("00:16:3e:00:00:01", "00:16:3e:00:00:02"),
                        Map.of(
                                "eth0", Map.of("type", "nic", "nictype", "bridged", "parent", "br0"),
                                "eth1", Map.of("type", "nic", "nictype", "p2p", "name", "tap0"),
                                "eth2", Map.of("type", "none"))),
                of("systemd", Map.of("user.init", "systemd")));
    }

    private Map<String, Map<String, String>> devices(Typical typical) {
        var devices = new TreeMap<>(ROOT);
        typical.devices().forEach((name, device) -> {
            var described = new HashMap<>(device);
            described.replaceAll((_, value) -> value.replace("DIR", directory.toString()));
            devices.put(name, described);
        });
        return devices;
    }

    @ParameterizedTest
    @MethodSource("typicalInstances")
    void liblxcIsToldOf(Typical typical) throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("a file"), "");
        Files.createDirectories(directory.resolve("lxc"));
        Files.writeString(directory.resolve("lxc/common.seccomp"), "");
        try (var bench = new RuntimeBench(directory)) {
            if (typical.name().equals("systemd")) {
                Path init = Files.createDirectories(directory.resolve("volumes/c1/rootfs/sbin"));
                Files.createSymbolicLink(init.resolve("init"), Path.of("/lib/systemd/systemd"));
            }
            bench.instances.add("c1", typical.config(), devices(typical));
            bench.runtime().start(C1);

            String told =
                    Files.readString(directory.resolve("logs/c1/lxc.conf")).replace(directory.toString(), "DIR");
            Path golden = GOLDEN.resolve(typical.name() + ".conf");
            if ("write".equals(System.getProperty("golden"))) {
                Files.writeString(golden, told);
            }
            assertThat(told).isEqualTo(Files.readString(golden));
        }
    }

    @Test
    void aLineBreakInAValueNeverReachesLiblxc() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        try (var bench = new RuntimeBench(directory)) {
            var devices = new TreeMap<>(ROOT);
            devices.put(
                    "disk",
                    Map.of(
                            "type",
                            "disk",
                            "source",
                            directory + "/data",
                            "path",
                            "/mnt none bind 0 0\nlxc.hook.start-host = /bin/evil"));
            bench.instances.add("c1", Map.of(), devices);

            assertThatThrownBy(() -> bench.runtime().start(C1)).hasMessageContaining("line break");
            assertThat(bench.lxc.isRunning("c1")).isFalse();
            assertThat(bench.traces()).isEmpty();
        }
    }

    @Test
    void lxcfsIsIncludedWhereItRuns() throws IOException {
        Files.createDirectories(directory.resolve("lxc/common.conf.d"));
        Files.writeString(directory.resolve("lxc/common.conf.d/00-lxcfs.conf"), "");
        Files.createDirectories(directory.resolve("lxcfs/proc"));
        try (var bench = new RuntimeBench(directory)) {
            bench.instances.add("c1", Map.of(), ROOT);
            bench.runtime().start(C1);

            assertThat(Files.readString(directory.resolve("logs/c1/lxc.conf")))
                    .contains("lxc.include = " + directory.resolve("lxc/common.conf.d/00-lxcfs.conf"));
        }
    }
}
