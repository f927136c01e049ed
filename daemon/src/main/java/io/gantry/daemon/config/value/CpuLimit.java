package io.gantry.daemon.config.value;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which CPUs of the host an instance may use: so many of any, or just these. */
public sealed interface CpuLimit {
    /** The form of a number of CPUs. */
    Pattern COUNT = Pattern.compile("[1-9][0-9]{0,4}");

    /** The form of a list of CPUs. */
    Pattern LIST = Pattern.compile("[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*");

    /** So many CPUs, whichever are the least used; at least one. */
    record Count(int cpus) implements CpuLimit {}

    /** Just these CPUs, by the host's numbers; at least one. */
    record Pinned(SortedSet<Integer> cpus) implements CpuLimit {
        public Pinned {
            cpus = new TreeSet<>(cpus);
        }
    }

    /**
     * Reads {@code 2} as a number of CPUs, and {@code 0-1,3} or {@code 3-3} as CPUs.
     *
     * @throws IllegalArgumentException where the text is neither
     */
    static CpuLimit parse(String text) {
        if (COUNT.matcher(text).matches()) {
            return new Count(Integer.parseInt(text));
        }
        if (!LIST.matcher(text).matches()) {
            throw new IllegalArgumentException("neither a number of CPUs nor CPUs: " + text);
        }
        return new Pinned(cpus(text));
    }

    /** Reads CPUs in the kernel's form, such as {@code 0-3,5}. */
    static SortedSet<Integer> cpus(String text) {
        var cpus = new TreeSet<Integer>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", 2);
            int first = Integer.parseInt(ends[0]);
            int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("no CPU at all: " + text);
        }
        return cpus;
    }

    /** What {@link #parse} reads as this limit. */
    default String text() {
        return switch (this) {
            case Count(int count) -> Integer.toString(count);
            // One CPU alone would be a number of them.
            case Pinned(SortedSet<Integer> pinned) when pinned.size() == 1 -> pinned.first() + "-" + pinned.first();
            case Pinned(SortedSet<Integer> pinned) ->
                pinned.stream().map(String::valueOf).collect(Collectors.joining(","));
        };
    }
}
