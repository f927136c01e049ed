package io.gantry.cli.server;

/**
 * A named server in the user's configuration.
 *
 * @param address {@code https://HOST:PORT}, {@code unix://} or {@code unix:///SOCKET}
 * @param protocol {@code lxd} or {@code simplestreams}
 * @param isPublic offers public images only, and needs no client certificate
 * @param isStatic built in; cannot be changed
 * @param authType {@code tls} or empty
 * @param project that its commands use, empty for the default one
 */
public record Remote(
        String address, String protocol, boolean isPublic, boolean isStatic, String authType, String project) {}
