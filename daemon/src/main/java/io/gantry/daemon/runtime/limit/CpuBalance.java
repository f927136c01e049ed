package io.gantry.daemon.runtime.limit;

import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.instance.InstanceKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which CPUs containers with the key {@code limits.cpu} run on. Those that name their CPUs get just these, as far as
 * the host has them, and any where it has none of them; those that say
 * how many get the ones that the fewest others use.
 */
public final class CpuBalance {
    private CpuBalance() {}

    /**
     * The CPUs of each container, in the kernel's form; none for one that may use all.
     *
     * @param limits {@code limits.cpu} by container
     * @param cpus those that containers may use
     */
    public static Map<InstanceKey, String> of(Map<InstanceKey, CpuLimit> limits, Set<Integer> cpus) {
        SortedMap<Integer, Integer> users = new TreeMap<>();
        cpus.forEach(cpu -> users.put(cpu, 0));
        var result = new HashMap<InstanceKey, String>();
        var counts = new TreeMap<InstanceKey, Integer>(Comparator.comparing(InstanceKey::name));
        limits.forEach((key, limit) -> {
            switch (limit) {
                case CpuLimit.Count(int count) -> counts.put(key, count);
                case CpuLimit.Pinned pinned -> {
                    List<Integer> there =
                            pinned.cpus().stream().filter(cpus::contains).toList();
                    if (!there.isEmpty()) {
                        result.put(key, use(there, users));
                    }
                }
            }
        });
        counts.forEach((key, count) -> {
            List<Integer> chosen = users.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .limit(count)
                    .map(Map.Entry::getKey)
                    .toList();
            result.put(key, use(chosen, users));
        });
        return result;
    }

    private static String use(List<Integer> chosen, Map<Integer, Integer> users) {
        chosen.forEach(cpu -> users.merge(cpu, 1, Integer::sum));
        return new TreeSet<>(chosen).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
