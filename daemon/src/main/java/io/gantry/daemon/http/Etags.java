package io.gantry.daemon.http;

import io.gantry.api.ApiJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** ETags: hashes over what a client may change of an object. */
final class Etags {
    private Etags() {}

    static String of(Object object) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ApiJson.writeBytes(object));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether {@code If-Match} permits a change of an object with this hash. */
    static boolean matches(String ifMatch, String etag) {
        for (String given : ifMatch.split(",", -1)) {
            String bare = given.strip();
            if (bare.equals("*") || bare.equals(etag) || bare.equals("\"" + etag + "\"")) {
                return true;
            }
        }
        return false;
    }
}
