package io.gantry.storage;

/**
 * A configuration key of a storage pool.
 *
 * @param isLive whether it may change while the pool exists
 * @param description a sentence for the documentation
 */
public record PoolKey(String name, Kind kind, boolean isLive, String description) {
    /** What a key's value looks like. */
    public enum Kind {
        TEXT,
        BOOLEAN,
        /** A number with or without a unit, such as {@code 10GiB}. */
        SIZE
    }

    /** Checks a value. The empty one, which unsets the key, is always right. */
    public void check(String value) {
        if (value.isEmpty()) {
            return;
        }
        switch (kind) {
            case TEXT -> {}
            case BOOLEAN -> {
                if (!value.matches("(?i)true|false|1|0|yes|no|on|off")) {
                    throw new InvalidPoolException("%s: not true or false: \"%s\"".formatted(name, value));
                }
            }
            case SIZE -> {
                if (!ByteSize.isValid(value)) {
                    throw new InvalidPoolException("%s: not a size such as 10GiB: \"%s\"".formatted(name, value));
                }
            }
        }
    }
}
