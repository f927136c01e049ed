package io.gantry.client.simplestreams;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image of a container.
 *
 * @param fingerprint SHA-256 of its files
 * @param architecture as the kernel calls it, or as the server does where that is not known
 * @param serial of the version; later ones are greater
 * @param aliases names, such as {@code 22.04} or {@code ubuntu/jammy}
 * @param metadata the archive with {@code metadata.yaml}, or with everything
 * @param rootfs the root file system, where it is in a file of its own
 */
public record StreamImage(
        String fingerprint,
        String architecture,
        String serial,
        List<String> aliases,
        Map<String, String> properties,
        Instant createdAt,
        Optional<Instant> expiresAt,
        StreamFile metadata,
        Optional<StreamFile> rootfs) {
    public StreamImage {
        aliases = List.copyOf(aliases);
        properties = Map.copyOf(properties);
    }

    /** Bytes of its files. */
    public long size() {
        return metadata.size() + rootfs.map(StreamFile::size).orElse(0L);
    }
}
