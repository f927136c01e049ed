package io.gantry.daemon.device.host;

import java.util.regex.Pattern;

/** The name of a network interface: what the kernel takes, and no program mistakes for something else. */
public record InterfaceName(String text) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,14}");

    public InterfaceName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not the name of an interface: " + text);
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
