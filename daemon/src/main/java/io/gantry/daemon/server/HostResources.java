package io.gantry.daemon.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The host's processors and memory in the form of LXD's API extension {@code resources}. */
final class HostResources {
    private static final long KIB = 1024;

    private HostResources() {}

    /** A processor's socket, as far as it was read. */
    private static final class Socket {
        private final Map<String, String> facts;
        private final Set<String> cores = new HashSet<>();
        private long threads;

        Socket(Map<String, String> facts) {
            this.facts = facts;
        }

        void add(Map<String, String> thread) {
            threads++;
            cores.add(thread.getOrDefault("core id", Long.toString(threads)));
        }

        Map<String, Object> view(long number) {
            return Map.of(
                    "cores",
                    cores.size(),
                    "threads",
                    threads,
                    "frequency",
                    (long) Double.parseDouble(facts.getOrDefault("cpu MHz", "0")),
                    "name",
                    facts.getOrDefault("model name", ""),
                    "vendor",
                    facts.getOrDefault("vendor_id", ""),
                    "socket",
                    number);
        }
    }

    /**
     * @param cpuInfo in the form of {@code /proc/cpuinfo}
     * @param memInfo in the form of {@code /proc/meminfo}
     */
    static Map<String, Object> of(String cpuInfo, String memInfo) {
        return Map.of("cpu", processors(cpuInfo), "memory", memory(memInfo));
    }

    private static Map<String, Object> processors(String cpuInfo) {
        Map<Long, Socket> sockets = new TreeMap<>();
        long total = 0;
        for (String paragraph : cpuInfo.split("\n\n", -1)) {
            Map<String, String> facts = facts(paragraph);
            if (facts.containsKey("processor")) {
                total++;
                sockets.computeIfAbsent(Long.parseLong(facts.getOrDefault("physical id", "0")), _ -> new Socket(facts))
                        .add(facts);
            }
        }
        List<Object> views = new ArrayList<>();
        sockets.forEach((number, socket) -> views.add(socket.view(number)));
        return Map.of("sockets", views, "total", total);
    }

    private static Map<String, Object> memory(String memInfo) {
        Map<String, String> facts = facts(memInfo);
        long total = bytes(facts, "MemTotal");
        return Map.of("total", total, "used", total - bytes(facts, "MemAvailable"));
    }

    private static long bytes(Map<String, String> facts, String name) {
        String digits = facts.getOrDefault(name, "0").replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) * KIB;
    }

    private static Map<String, String> facts(String lines) {
        Map<String, String> facts = new HashMap<>();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                facts.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return facts;
    }
}
