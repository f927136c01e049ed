package io.gantry.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HostResourcesTest {
    @Test
    void processorsAreCountedBySocketCoreAndThread() {
        String cpuInfo = """
                processor\t: 0
                vendor_id\t: AuthenticAMD
                model name\t: AMD EPYC
                cpu MHz\t\t: 2596.136
                physical id\t: 0
                core id\t\t: 0

                processor\t: 1
                physical id\t: 0
                core id\t\t: 0

                """;

        Map<String, Object> resources = HostResources.of(cpuInfo, "MemTotal: 100 kB\nMemAvailable: 40 kB\n");

        assertThat(resources)
                .containsEntry("memory", Map.of("total", 102_400L, "used", 61_440L))
                .containsEntry(
                        "cpu",
                        Map.of(
                                "total",
                                2L,
                                "sockets",
                                List.of(Map.of(
                                        "cores",
                                        1,
                                        "threads",
                                        2L,
                                        "frequency",
                                        2596L,
                                        "name",
                                        "AMD EPYC",
                                        "vendor",
                                        "AuthenticAMD",
                                        "socket",
                                        0L))));
    }
}
