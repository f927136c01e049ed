package io.gantry.daemon.config.value;

import io.gantry.storage.ByteSize;

/** How much memory an instance gets: so many bytes, or a share of what the host has. */
public sealed interface MemoryLimit {
    /** So many bytes, at least one. */
    record Size(ByteSize size) implements MemoryLimit {}

    /** A share of the host's memory, 1 to 100. */
    record Share(int percent) implements MemoryLimit {}

    /**
     * Reads {@code 512MiB} and {@code 10%}.
     *
     * @throws IllegalArgumentException where the text is neither
     */
    static MemoryLimit parse(String text) {
        if (text.endsWith("%")) {
            return new Share(Percentage.parse(text));
        }
        ByteSize size = ByteSize.parse(text);
        if (size.bytes() == 0) {
            throw new IllegalArgumentException("nothing can run in no memory at all");
        }
        return new Size(size);
    }

    /** What {@link #parse} reads as this limit. */
    default String text() {
        return switch (this) {
            case Size(ByteSize size) -> size.text();
            case Share(int percent) -> percent + "%";
        };
    }

    /** @param total the host's memory, in bytes */
    default long bytes(long total) {
        return switch (this) {
            case Size(ByteSize size) -> size.bytes();
            case Share(int percent) -> total / 100 * percent;
        };
    }
}
