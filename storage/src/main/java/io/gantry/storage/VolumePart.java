package io.gantry.storage;

/**
 * A part of a volume that is sent as one stream.
 *
 * @param path absolute inside the volume; {@code /} is the volume itself
 * @param readOnly whether nothing can be written to it
 * @param uuid what the receiver will remember as its origin
 */
public record VolumePart(String path, boolean readOnly, String uuid) {
    /** The part that every volume has. */
    public static final String ROOT = "/";

    public VolumePart {
        if (!path.startsWith("/") || (path + "/").contains("/../") || (path + "/").contains("/./")) {
            throw new IllegalArgumentException("not a path inside a volume: \"" + path + "\"");
        }
    }

    public boolean isRoot() {
        return path.equals(ROOT);
    }
}
