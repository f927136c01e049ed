package io.gantry.daemon.image.store;

import io.gantry.daemon.failure.DaemonException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What identifies an image: the SHA-256 of its files.
 *
 * @param hex 64 lower-case hex digits
 */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
    private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{64}");

    /** @throws DaemonException INVALID_REQUEST naming the text, where it is none */
    public Fingerprint {
        if (!isOne(hex)) {
            throw DaemonException.invalid(
                    "not the fingerprint of an image: \"" + hex + "\"; it has 64 lower-case hex digits");
        }
    }

    /** The fingerprint with this digest of 32 bytes. */
    public static Fingerprint of(byte[] sha256) {
        return new Fingerprint(HexFormat.of().formatHex(sha256));
    }

    /** Whether a text is a whole fingerprint. */
    public static boolean isOne(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** Whether these are its first digits, or all of them. */
    public boolean startsWith(String digits) {
        return hex.startsWith(digits);
    }

    /** The URL path of the image in the API. */
    public String url() {
        return "/1.0/images/" + hex;
    }

    @Override
    public int compareTo(Fingerprint other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
