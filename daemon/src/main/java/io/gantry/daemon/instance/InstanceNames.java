package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.util.regex.Pattern;

/** Which names instances and snapshots may have: an instance's is its host name as well. */
public final class InstanceNames {
    private static final Pattern INSTANCE = Pattern.compile("[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

    private InstanceNames() {}

    /** @throws DaemonException INVALID_REQUEST naming what is wrong */
    public static void requireInstance(String name) {
        if (!INSTANCE.matcher(name).matches()) {
            throw DaemonException.invalid("Invalid instance name \"" + name
                    + "\": use 1 to 63 letters, digits and dashes, a letter first and no dash last");
        }
    }

    /** @throws DaemonException INVALID_REQUEST naming what is wrong */
    public static void requireSnapshot(String name) {
        boolean isBad = name.isEmpty()
                || name.length() > 200
                || name.equals(".")
                || name.equals("..")
                || name.chars().anyMatch(c -> c == '/' || Character.isWhitespace(c) || Character.isISOControl(c));
        if (isBad) {
            throw DaemonException.invalid(
                    "Invalid snapshot name \"" + name + "\": it may hold no slash, no space and no control character");
        }
    }
}
