package io.gantry.system.cgroup;

/**
 * A value for a control file.
 *
 * @param file its name, such as {@code memory.max}
 */
public record CgroupSetting(Controller controller, CgroupVersion version, String file, String value) {
    /** The line of liblxc's configuration that sets it at start. */
    public String lxcLine() {
        return version.lxcPrefix() + file + " = " + value;
    }
}
