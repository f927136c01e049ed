package io.gantry.daemon.hardware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The memory, also by NUMA nodes, in bytes. What the kernel keeps for itself counts, where the host tells its size. */
final class Memory {
    static final long KIB = 1024;
    private static final String NODES = "/sys/devices/system/node";
    private static final String BLOCKS = "/sys/devices/system/memory";

    private final SystemTree tree;

    Memory(SystemTree tree) {
        this.tree = tree;
    }

    Map<String, Object> read() {
        Map<String, Long> facts = facts(SystemTree.textOrEmpty(tree.path("/proc/meminfo")));
        long hugepage = facts.getOrDefault("Hugepagesize", 0L);
        long total = total(tree.path(BLOCKS), facts);
        List<Object> nodes = new ArrayList<>();
        for (Path node : SystemTree.entries(tree.path(NODES))) {
            if (SystemTree.name(node).matches("node[0-9]+") && SystemTree.exists(node.resolve("meminfo"))) {
                nodes.add(node(node, hugepage));
            }
        }
        var fields = new LinkedHashMap<String, Object>();
        if (!nodes.isEmpty()) {
            fields.put("nodes", nodes);
        }
        fields.putAll(hugepages(facts, hugepage));
        fields.put("hugepages_size", hugepage);
        fields.put(
                "used",
                total
                        - facts.getOrDefault("MemFree", 0L)
                        - facts.getOrDefault("Cached", 0L)
                        - facts.getOrDefault("Buffers", 0L));
        fields.put("total", total);
        return fields;
    }

    private Map<String, Object> node(Path node, long hugepage) {
        Map<String, Long> facts = facts(SystemTree.textOrEmpty(node.resolve("meminfo")));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("numa_node", Long.parseLong(SystemTree.name(node).substring("node".length())));
        fields.putAll(hugepages(facts, hugepage));
        fields.put("used", facts.getOrDefault("MemUsed", 0L));
        fields.put("total", total(node, facts));
        return fields;
    }

    private static Map<String, Object> hugepages(Map<String, Long> facts, long size) {
        long total = facts.getOrDefault("HugePages_Total", 0L);
        long free = facts.getOrDefault("HugePages_Free", 0L);
        return Map.of("hugepages_total", total * size, "hugepages_used", (total - free) * size);
    }

    /** The blocks of memory that are online, or what the kernel says where it does not show them. */
    private long total(Path folder, Map<String, Long> facts) {
        long blockSize =
                SystemTree.hexadecimal(tree.path(BLOCKS + "/block_size_bytes")).orElse(0);
        long blocks = SystemTree.entries(folder).stream()
                .filter(entry -> SystemTree.name(entry).matches("memory[0-9]+"))
                .filter(entry -> SystemTree.number(entry.resolve("online")).orElse(0) == 1)
                .count();
        return blockSize * blocks > 0 ? blockSize * blocks : facts.getOrDefault("MemTotal", 0L);
    }

    /** Values by name; those in kB as bytes. A node's lines begin with the node's name. */
    private static Map<String, Long> facts(String lines) {
        Map<String, Long> facts = new HashMap<>();
        lines.lines().forEach(line -> {
            String[] sides = line.split(":", 2);
            String name =
                    sides[0].substring(sides[0].strip().lastIndexOf(' ') + 1).strip();
            String value = sides.length == 2 ? sides[1].strip() : "";
            String digits = value.replaceAll("[^0-9]", "");
            if (!digits.isEmpty()) {
                facts.put(name, Long.parseLong(digits) * (value.endsWith("kB") ? KIB : 1));
            }
        });
        return facts;
    }
}
