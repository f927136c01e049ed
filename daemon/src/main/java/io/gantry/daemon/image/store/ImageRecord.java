package io.gantry.daemon.image.store;

import io.gantry.api.ImageSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as it is kept in the database.
 *
 * @param fingerprint SHA-256 of its files, 64 lower-case hex digits
 * @param filename as the uploader called it; may be empty
 * @param size of its files, in bytes
 * @param type {@code container}
 * @param isCached whether it came for an instance, and goes when unused for long
 * @param autoUpdate whether it is replaced when its alias at the source means another image
 * @param expiresAt {@link Instant#EPOCH} for never
 * @param lastUsedAt {@link Instant#EPOCH} where nothing was made of it
 * @param profiles names of the profiles for instances of it
 * @param source where it came from under an alias, and is updated from
 */
public record ImageRecord(
        String project,
        String fingerprint,
        String filename,
        long size,
        String architecture,
        String type,
        boolean isPublic,
        boolean isCached,
        boolean autoUpdate,
        Instant createdAt,
        Instant expiresAt,
        Instant uploadedAt,
        Instant lastUsedAt,
        Map<String, String> properties,
        List<String> profiles,
        Optional<ImageSource> source) {
    /** The profiles of instances of an image that names none. */
    public static final List<String> DEFAULT_PROFILES = List.of("default");

    /** The only type of images that there are here. */
    public static final String CONTAINER = "container";

    public ImageRecord {
        properties = Map.copyOf(properties);
        profiles = List.copyOf(profiles);
    }

    /** The URL path of the image in the API. */
    public String url() {
        return "/1.0/images/" + fingerprint;
    }

    public ImageRecord withFilename(String value) {
        return new ImageRecord(
                project,
                fingerprint,
                value,
                size,
                architecture,
                type,
                isPublic,
                isCached,
                autoUpdate,
                createdAt,
                expiresAt,
                uploadedAt,
                lastUsedAt,
                properties,
                profiles,
                source);
    }

    public ImageRecord withPublic(boolean value) {
        return new ImageRecord(
                project,
                fingerprint,
                filename,
                size,
                architecture,
                type,
                value,
                isCached,
                autoUpdate,
                createdAt,
                expiresAt,
                uploadedAt,
                lastUsedAt,
                properties,
                profiles,
                source);
    }

    public ImageRecord withCached(boolean value) {
        return new ImageRecord(
                project,
                fingerprint,
                filename,
                size,
                architecture,
                type,
                isPublic,
                value,
                autoUpdate,
                createdAt,
                expiresAt,
                uploadedAt,
                lastUsedAt,
                properties,
                profiles,
                source);
    }

    public ImageRecord withAutoUpdate(boolean value) {
        return new ImageRecord(
                project,
                fingerprint,
                filename,
                size,
                architecture,
                type,
                isPublic,
                isCached,
                value,
                createdAt,
                expiresAt,
                uploadedAt,
                lastUsedAt,
                properties,
                profiles,
                source);
    }

    public ImageRecord withExpiresAt(Instant value) {
        return new ImageRecord(
                project,
                fingerprint,
                filename,
                size,
                architecture,
                type,
                isPublic,
                isCached,
                autoUpdate,
                createdAt,
                value,
                uploadedAt,
                lastUsedAt,
                properties,
                profiles,
                source);
    }

    public ImageRecord withLastUsedAt(Instant value) {
        return new ImageRecord(
                project,
                fingerprint,
                filename,
                size,
                architecture,
                type,
                isPublic,
                isCached,
                autoUpdate,
                createdAt,
                expiresAt,
                uploadedAt,
                value,
                properties,
                profiles,
                source);
    }

    public ImageRecord withProperties(Map<String, String> value) {
        return new ImageRecord(
                project,
                fingerprint,
                filename,
                size,
                architecture,
                type,
                isPublic,
                isCached,
                autoUpdate,
                createdAt,
                expiresAt,
                uploadedAt,
                lastUsedAt,
                value,
                profiles,
                source);
    }

    public ImageRecord withProfiles(List<String> value) {
        return new ImageRecord(
                project,
                fingerprint,
                filename,
                size,
                architecture,
                type,
                isPublic,
                isCached,
                autoUpdate,
                createdAt,
                expiresAt,
                uploadedAt,
                lastUsedAt,
                properties,
                value,
                source);
    }
}
