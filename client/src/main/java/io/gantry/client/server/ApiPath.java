package io.gantry.client.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Builds paths of the API out of names that may hold any character. */
public final class ApiPath {
    private static final String ROOT = "/1.0";
    private static final String UNRESERVED = "-._~";

    private ApiPath() {}

    /** {@code /1.0} and the given parts, each escaped. */
    public static String of(String... parts) {
        var path = new StringBuilder(ROOT);
        for (String part : parts) {
            path.append('/').append(escape(part));
        }
        return path.toString();
    }

    /** One query parameter added to a path. */
    public static String withQuery(String path, String name, String value) {
        return path + (path.indexOf('?') < 0 ? '?' : '&') + name + '=' + escape(value);
    }

    /** The path of an instance, or of a snapshot for a name such as {@code c1/snap0}. */
    public static String instance(String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? of("instances", name)
                : of("instances", name.substring(0, slash), "snapshots", name.substring(slash + 1));
    }

    /** The parts of a path that a server names, such as {@code instances} and {@code c1}; its query is left out. */
    public static List<String> parts(String path) {
        String bare = path.startsWith(ROOT + "/") ? path.substring(ROOT.length() + 1) : path;
        int query = bare.indexOf('?');
        return List.of((query < 0 ? bare : bare.substring(0, query)).split("/", -1));
    }

    private static String escape(String text) {
        var escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(String.format("%02X", (int) c).toUpperCase(Locale.ROOT));
            }
        }
        return escaped.toString();
    }
}
