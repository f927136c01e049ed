package io.gantry.system.cgroup;

/** The two interfaces of control groups. */
public enum CgroupVersion {
    /** Version 1: one hierarchy for each controller. */
    LEGACY("lxc.cgroup."),
    /** Version 2: one hierarchy for all. */
    UNIFIED("lxc.cgroup2.");

    private final String lxcPrefix;

    CgroupVersion(String lxcPrefix) {
        this.lxcPrefix = lxcPrefix;
    }

    /** What goes before the name of a control file in liblxc's configuration. */
    public String lxcPrefix() {
        return lxcPrefix;
    }
}
