package io.gantry.daemon.device.host;

import java.util.regex.Pattern;

/** A MAC address; empty for one of the kernel's choice. */
public record MacAddress(String text) {
    public static final MacAddress ANY = new MacAddress("");
    private static final Pattern FORM = Pattern.compile("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    public MacAddress {
        if (!text.isEmpty() && !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a MAC address: " + text);
        }
    }

    public boolean isChosen() {
        return !text.isEmpty();
    }

    @Override
    public String toString() {
        return text;
    }
}
