package io.gantry.daemon.runtime;

import io.gantry.daemon.instance.InstanceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which CPUs containers with the key {@code limits.cpu} run on. Those that name their CPUs get just these, as far as
 * the host has them, and any where it has none of them; those that say
 * how many get the ones that the fewest others use.
 */
final class CpuBalance {
    private CpuBalance() {}

    /**
     * The CPUs of each container, in the kernel's form; none for one that may use all.
     *
     * @param limits {@code limits.cpu} by container
     * @param cpus those that containers may use
     */
    static Map<InstanceKey, String> of(Map<InstanceKey, String> limits, List<Integer> cpus) {
        SortedMap<Integer, Integer> users = new TreeMap<>();
        cpus.forEach(cpu -> users.put(cpu, 0));
        var result = new HashMap<InstanceKey, String>();
        limits.forEach((key, limit) -> {
            if (!isCount(limit)) {
                List<Integer> there =
                        parse(limit).stream().filter(cpus::contains).toList();
                there.forEach(cpu -> users.merge(cpu, 1, Integer::sum));
                if (!there.isEmpty()) {
                    result.put(key, text(there));
                }
            }
        });
        var counted = limits.entrySet().stream()
                .filter(entry -> isCount(entry.getValue()))
                .sorted(Comparator.comparing(entry -> entry.getKey().name()))
                .toList();
        for (var entry : counted) {
            List<Integer> chosen = users.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .limit(Long.parseLong(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            chosen.forEach(cpu -> users.merge(cpu, 1, Integer::sum));
            result.put(entry.getKey(), text(chosen));
        }
        return result;
    }

    private static boolean isCount(String limit) {
        return limit.matches("[0-9]+");
    }

    /** Reads the kernel's form, such as {@code 0-3,5}. */
    static List<Integer> parse(String text) {
        var cpus = new ArrayList<Integer>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", 2);
            int first = Integer.parseInt(ends[0]);
            int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }

    private static String text(List<Integer> cpus) {
        return new TreeSet<>(cpus).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
