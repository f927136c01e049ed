package io.gantry.client.address;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port of it, as in {@code host.example:8443} and {@code [fe80::1]:8443}.
 *
 * @param host a name or an address, IPv6 without brackets; empty where a listener takes all addresses of its host
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    /** The port of LXD's API. */
    public static final int DEFAULT_PORT = 8443;

    private static final int LARGEST_PORT = 65535;
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\[\\]]*)](?::([0-9]{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:\\[\\]]*)(?::([0-9]{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("[^:\\[\\]]*:[^:\\[\\]]*:[^\\[\\]]*");
    private static final Pattern NOT_IN_HOSTS = Pattern.compile("[\\s\\p{Cntrl}/\\\\?#@\\[\\]]");

    /** @throws MalformedAddressException where host or port can't be one */
    public HostPort {
        if (NOT_IN_HOSTS.matcher(host).find()) {
            throw malformed(host);
        }
        if (port < 1 || port > LARGEST_PORT) {
            throw malformed(host + ":" + port);
        }
    }

    /**
     * The address of a server as people write it: {@code HOST}, {@code HOST:PORT}, {@code [IPV6]:PORT}, or IPv6 alone
     * with or without brackets. A missing port is {@link #DEFAULT_PORT}.
     *
     * @throws MalformedAddressException where it is none
     */
    public static HostPort ofServer(String text) {
        HostPort parsed = parse(text);
        if (parsed.host().isEmpty()) {
            throw malformed(text);
        }
        return parsed;
    }

    /**
     * As {@link #ofServer}, for an address to listen at, which needs no host: {@code :8443} is every address.
     *
     * @throws MalformedAddressException where it is none
     */
    public static HostPort ofListener(String text) {
        return parse(text);
    }

    /**
     * The server in a URL.
     *
     * @param defaultPort where the URL has none
     * @throws MalformedAddressException where the URL has no host
     */
    public static HostPort of(URI uri, int defaultPort) {
        String host = uri.getHost();
        if (host == null) {
            throw malformed(uri.toString());
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new HostPort(bare, uri.getPort() < 0 ? defaultPort : uri.getPort());
    }

    private static HostPort parse(String text) {
        if (IPV6.matcher(text).matches()) {
            return checked(text, text, null);
        }
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches()) {
            return checked(text, bracketed.group(1), bracketed.group(2));
        }
        Matcher plain = PLAIN.matcher(text);
        if (plain.matches()) {
            return checked(text, plain.group(1), plain.group(2));
        }
        throw malformed(text);
    }

    private static HostPort checked(String text, String host, @Nullable String port) {
        try {
            return new HostPort(host, port == null ? DEFAULT_PORT : Integer.parseInt(port));
        } catch (MalformedAddressException _) {
            throw malformed(text);
        }
    }

    private static MalformedAddressException malformed(String text) {
        return new MalformedAddressException("\"" + text
                + "\" is not an address: write HOST, HOST:PORT or [IPV6]:PORT, with a port from 1 to 65535");
    }

    /** As in URLs, and as people write it: with brackets round IPv6. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
