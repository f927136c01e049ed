package io.gantry.daemon.instance;

import io.gantry.daemon.failure.DaemonException;
import java.util.regex.Pattern;

/** The name for a new instance, or a new one for an old instance: it is the instance's host name as well. */
public record InstanceName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

    /** @throws DaemonException INVALID_REQUEST naming what is wrong */
    public InstanceName {
        if (!FORM.matcher(value).matches()) {
            throw DaemonException.invalid("Invalid instance name \"" + value
                    + "\": use 1 to 63 letters, digits and dashes, a letter first and no dash last");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
