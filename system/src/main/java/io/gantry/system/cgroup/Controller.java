package io.gantry.system.cgroup;

import java.util.Arrays;
import java.util.Optional;

/** What a control group can limit or measure. */
public enum Controller {
    CPU("cpu", "cpu"),
    CPUACCT("cpuacct", "cpu"),
    CPUSET("cpuset", "cpuset"),
    MEMORY("memory", "memory"),
    PIDS("pids", "pids"),
    FREEZER("freezer", ""),
    BLKIO("blkio", "io"),
    DEVICES("devices", ""),
    HUGETLB("hugetlb", "hugetlb");

    private final String legacyName;
    private final String unifiedName;

    Controller(String legacyName, String unifiedName) {
        this.legacyName = legacyName;
        this.unifiedName = unifiedName;
    }

    /** Its name in version 1. */
    String legacyName() {
        return legacyName;
    }

    /** Its name in version 2; empty for what every group of version 2 can do without a controller. */
    String unifiedName() {
        return unifiedName;
    }

    static Optional<Controller> ofLegacy(String name) {
        return Arrays.stream(values())
                .filter(controller -> controller.legacyName.equals(name))
                .findFirst();
    }
}
