package io.gantry.daemon.device.host;

/** Lines of liblxc's configuration that mount something, which are in the form of fstab(5). */
public final class MountEntry {
    private MountEntry() {}

    /** A path as one field of the line. */
    public static String escaped(String path) {
        return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
    }
}
