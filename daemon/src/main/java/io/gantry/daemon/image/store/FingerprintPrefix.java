package io.gantry.daemon.image.store;

import io.gantry.daemon.failure.DaemonException;
import java.util.regex.Pattern;

/**
 * The first digits of an image's fingerprint, as people shorten it.
 *
 * @param digits 1 to 64 lower-case hex digits
 */
public record FingerprintPrefix(String digits) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{1,64}");

    /** @throws DaemonException NOT_FOUND where no fingerprint begins so */
    public FingerprintPrefix {
        if (!DIGITS.matcher(digits).matches()) {
            throw DaemonException.notFound("Image not found");
        }
    }
}
