package io.gantry.daemon.config;

import io.gantry.daemon.failure.DaemonException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Which keys the server has, and which values they take. */
final class ServerKeys {
    private static final Set<String> COMPRESSIONS = Set.of("none", "gzip", "bzip2", "xz", "lzma", "zstd", "squashfs");

    private ServerKeys() {}

    /**
     * The value as text; empty to unset the key.
     *
     * @throws DaemonException INVALID_REQUEST naming the key and what it takes
     */
    static String checked(String key, Object value) {
        if (!(value instanceof String || value instanceof Boolean || value instanceof Number)) {
            throw DaemonException.invalid("the value of " + key + " must be text");
        }
        String text = value.toString();
        if (key.startsWith("user.") && key.length() > "user.".length()) {
            return text;
        }
        switch (key) {
            case "core.trust_password",
                    ServerConfig.HTTPS_ADDRESS,
                    "core.https_allowed_headers",
                    "core.https_allowed_methods",
                    "core.https_allowed_origin",
                    "core.proxy_ignore_hosts" -> {}
            case "core.proxy_http", "core.proxy_https" -> {
                if (!text.isEmpty() && !isAddress(text)) {
                    throw DaemonException.invalid(
                            key + " cannot be \"" + text + "\": it is a URL such as " + "http://proxy.example:3128");
                }
            }
            case ServerConfig.COMPRESSION -> {
                if (!text.isEmpty() && !COMPRESSIONS.contains(text.split(" ", 2)[0])) {
                    throw DaemonException.invalid(key + " cannot be \"" + text
                            + "\": it is one of none, gzip, bzip2, xz, lzma, zstd and squashfs");
                }
            }
            case ServerConfig.UPDATE_INTERVAL, ServerConfig.CACHE_EXPIRY -> {
                if (!text.matches("[0-9]{0,6}")) {
                    throw DaemonException.invalid(key + " cannot be \"" + text + "\": it is a whole number");
                }
            }
            case "images.auto_update_cached", "core.https_allowed_credentials" -> {
                if (!text.matches("(?i)true|false|1|0|yes|no|on|off|")) {
                    throw DaemonException.invalid(key + " cannot be \"" + text + "\": it is true or false");
                }
            }
            default -> throw DaemonException.invalid("cannot set '" + key + "' to '" + text + "': unknown key");
        }
        return text;
    }

    private static boolean isAddress(String text) {
        try {
            return new URI(text.contains("://") ? text : "http://" + text).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
