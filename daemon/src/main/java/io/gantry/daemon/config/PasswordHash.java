package io.gantry.daemon.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Passwords as they are kept: salt and scrypt hash (<a href="https://www.rfc-editor.org/rfc/rfc7914">RFC 7914</a>),
 * in hex.
 */
final class PasswordHash {
    private static final int SALT_BYTES = 32;
    private static final int HASH_BYTES = 64;
    private static final int COST = 1 << 14;
    private static final int BLOCK_SIZE = 8;

    private PasswordHash() {}

    static String of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return HexFormat.of().formatHex(salt) + HexFormat.of().formatHex(hash(password, salt));
    }

    static boolean matches(String kept, String password) {
        byte[] bytes = HexFormat.of().parseHex(kept);
        byte[] salt = Arrays.copyOf(bytes, SALT_BYTES);
        byte[] hash = Arrays.copyOfRange(bytes, SALT_BYTES, bytes.length);
        return MessageDigest.isEqual(hash, hash(password, salt));
    }

    private static byte[] hash(String password, byte[] salt) {
        return SCrypt.generate(password.getBytes(StandardCharsets.UTF_8), salt, COST, BLOCK_SIZE, 1, HASH_BYTES);
    }
}
