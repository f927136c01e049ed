package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The processors: sockets with their caches, cores and threads; frequencies in MHz. */
final class Processors {
    private static final String ALL = "/sys/devices/system/cpu";
    private static final long KHZ_IN_MHZ = 1000;

    private final SystemTree tree;
    private final String architecture;
    private final Map<Long, Socket> sockets = new TreeMap<>();
    private final List<Map<String, String>> told = new ArrayList<>();

    Processors(SystemTree tree, String architecture) {
        this.tree = tree;
        this.architecture = architecture;
    }

    private record CoreNumber(long core, long die) implements Comparable<CoreNumber> {
        @Override
        public int compareTo(CoreNumber other) {
            int byCore = Long.compare(core, other.core);
            return byCore == 0 ? Long.compare(die, other.die) : byCore;
        }
    }

    private static final class Socket {
        private final Map<String, Object> fields = new LinkedHashMap<>();
        private final Map<CoreNumber, Core> cores = new TreeMap<>();
    }

    private record Core(OptionalLong frequency, List<Map<String, Object>> threads) {}

    Map<String, Object> read() {
        for (String paragraph :
                SystemTree.textOrEmpty(tree.path("/proc/cpuinfo")).split("\n\n", -1)) {
            told.add(facts(paragraph));
        }
        Set<Long> isolated = isolated(SystemTree.textOrEmpty(tree.path(ALL + "/isolated")));
        int total = 0;
        for (Path processor : SystemTree.entries(tree.path(ALL))) {
            if (SystemTree.exists(processor.resolve("topology"))) {
                add(processor, isolated);
                total++;
            }
        }
        List<Object> views = new ArrayList<>();
        sockets.values().forEach(socket -> views.add(view(socket)));
        return Map.of("architecture", architecture, "sockets", views, "total", total);
    }

    private void add(Path processor, Set<Long> isolated) {
        Path topology = processor.resolve("topology");
        long number = number(topology.resolve("physical_package_id"));
        var coreNumber = new CoreNumber(number(topology.resolve("core_id")), number(topology.resolve("die_id")));
        Socket socket = sockets.computeIfAbsent(number, _ -> socket(number, processor));
        Core core = socket.cores.computeIfAbsent(
                coreNumber,
                _ -> new Core(frequency(processor, "scaling_cur_freq", "scaling_cur_freq"), new ArrayList<>()));
        long id = Long.parseLong(SystemTree.name(processor).substring("cpu".length()));
        core.threads()
                .add(Map.of(
                        "id",
                        id,
                        "numa_node",
                        node(processor),
                        "thread",
                        core.threads().size(),
                        "online",
                        SystemTree.number(processor.resolve("online")).orElse(1) != 0,
                        "isolated",
                        isolated.contains(id)));
    }

    /** Architectures that do not tell have -1 there, or nothing. */
    private static long number(Path file) {
        return Math.max(0, SystemTree.number(file).orElse(0));
    }

    private static long node(Path processor) {
        for (Path entry : SystemTree.entries(processor)) {
            if (SystemTree.name(entry).matches("node[0-9]+")) {
                return Long.parseLong(SystemTree.name(entry).substring("node".length()));
            }
        }
        return 0;
    }

    private Socket socket(long number, Path processor) {
        var socket = new Socket();
        Map<String, String> facts = told.stream()
                .filter(paragraph -> paragraph.getOrDefault("physical id", "").equals(Long.toString(number)))
                .findFirst()
                .orElseGet(told::getFirst);
        DeviceIdentity.putUnlessEmpty(
                socket.fields, "name", facts.getOrDefault("model name", facts.getOrDefault("cpu", "")));
        DeviceIdentity.putUnlessEmpty(socket.fields, "vendor", facts.getOrDefault("vendor_id", ""));
        socket.fields.put("socket", number);
        List<Object> caches = caches(processor.resolve("cache"));
        if (!caches.isEmpty()) {
            socket.fields.put("cache", caches);
        }
        frequency(processor, "cpuinfo_min_freq", "scaling_min_freq")
                .ifPresent(frequency -> socket.fields.put("frequency_minimum", frequency));
        frequency(processor, "cpuinfo_max_freq", "scaling_max_freq")
                .ifPresent(frequency -> socket.fields.put("frequency_turbo", frequency));
        return socket;
    }

    private static OptionalLong frequency(Path processor, String first, String second) {
        Path folder = processor.resolve("cpufreq");
        OptionalLong kilohertz = SystemTree.number(folder.resolve(first));
        if (kilohertz.isEmpty()) {
            kilohertz = SystemTree.number(folder.resolve(second));
        }
        return kilohertz.isPresent() ? OptionalLong.of(kilohertz.getAsLong() / KHZ_IN_MHZ) : kilohertz;
    }

    private static List<Object> caches(Path folder) {
        List<Object> caches = new ArrayList<>();
        for (Path cache : SystemTree.entries(folder)) {
            SystemTree.number(cache.resolve("level"))
                    .ifPresent(level -> caches.add(Map.of(
                            "level",
                            level,
                            "type",
                            SystemTree.text(cache.resolve("type")).orElse("Unknown"),
                            "size",
                            size(SystemTree.textOrEmpty(cache.resolve("size"))))));
        }
        return caches;
    }

    private static long size(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) * (text.endsWith("K") ? Memory.KIB : 1);
    }

    private static Map<String, Object> view(Socket socket) {
        List<Object> cores = new ArrayList<>();
        socket.cores.forEach((number, core) -> {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("core", number.core());
            fields.put("die", number.die());
            fields.put("threads", core.threads());
            core.frequency().ifPresent(frequency -> fields.put("frequency", frequency));
            cores.add(fields);
        });
        socket.fields.put("cores", cores);
        socket.cores.values().stream()
                .map(Core::frequency)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .filter(frequency -> frequency > 0)
                .average()
                .ifPresent(average -> socket.fields.put("frequency", (long) average));
        return socket.fields;
    }

    /** The numbers of a list such as {@code 1-3,6}. */
    private static Set<Long> isolated(String list) {
        var numbers = new HashSet<Long>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", 2);
            if (range.matches("[0-9]+(-[0-9]+)?")) {
                long last = Long.parseLong(ends[ends.length - 1]);
                for (long number = Long.parseLong(ends[0]); number <= last; number++) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }

    private static Map<String, String> facts(String lines) {
        Map<String, String> facts = new HashMap<>();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            Optional.of(line)
                    .filter(_ -> colon > 0)
                    .ifPresent(_ -> facts.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip()));
        });
        return facts;
    }
}
