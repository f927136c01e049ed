package io.gantry.daemon.config.value;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of an interface with the length of its network's prefix in bits, such as {@code 10.0.3.1/24}
 * (<a href="https://www.rfc-editor.org/rfc/rfc4632">RFC 4632</a>).
 */
public record Cidr(InetAddress address, int prefix) {
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3})/([0-9]{1,2})");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");

    /**
     * Reads an IPv4 address that leaves room for others: 8 to 30 bits.
     *
     * @throws IllegalArgumentException where the text is something else
     */
    public static Cidr parseIpv4(String text) {
        return parse(IPV4, text, 8, 30);
    }

    /**
     * Reads an IPv6 address that leaves room for others: 1 to 126 bits.
     *
     * @throws IllegalArgumentException where the text is something else
     */
    public static Cidr parseIpv6(String text) {
        Cidr cidr = parse(IPV6, text, 1, 126);
        if (!(cidr.address instanceof Inet6Address)) {
            throw new IllegalArgumentException("not an IPv6 address: " + text);
        }
        return cidr;
    }

    /** As it was read, in the shortest form of the address that Java has. */
    public String text() {
        return address.getHostAddress() + "/" + prefix;
    }

    private static Cidr parse(Pattern pattern, String text, int shortest, int longest) {
        Matcher form = pattern.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not an address with a prefix: " + text);
        }
        int prefix = Integer.parseInt(form.group(2));
        if (prefix < shortest || prefix > longest) {
            throw new IllegalArgumentException("a prefix has " + shortest + " to " + longest + " bits: " + text);
        }
        return new Cidr(InetAddress.ofLiteral(form.group(1)), prefix);
    }
}
