package io.gantry.daemon.id;

import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids and secrets. Safe for use by many threads where its source of chance is.
 */
public final class Ids {
    private static final int SECRET_BYTES = 32;
    private static final long VERSION_BITS = 0xf000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;

    /** @param random a {@link java.security.SecureRandom}, but for tests that replay */
    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /** A random UUID (version 4 of RFC 9562) in lower case. */
    public String uuid() {
        long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
        long low = (random.nextLong() & ~VARIANT_BITS) | VARIANT_RFC;
        return new UUID(high, low).toString();
    }

    /** A secret that cannot be guessed: 64 hex digits. */
    public String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
