package io.gantry.daemon.image.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What can be changed of an image.
 *
 * @param isPublic whether strangers see it
 * @param isCached whether it came for an instance, and goes when unused for long
 * @param autoUpdate whether it is replaced when its alias at the source means another image
 * @param expiresAt {@link Instant#EPOCH} for never
 * @param profiles names of the profiles for instances of it
 */
public record ImageOptions(
        boolean isPublic,
        boolean isCached,
        boolean autoUpdate,
        Instant expiresAt,
        Map<String, String> properties,
        List<String> profiles) {
    /** The profiles of instances of an image that names none. */
    public static final List<String> DEFAULT_PROFILES = List.of("default");

    public ImageOptions {
        properties = Map.copyOf(properties);
        profiles = List.copyOf(profiles);
    }

    public ImageOptions withPublic(boolean value) {
        return new ImageOptions(value, isCached, autoUpdate, expiresAt, properties, profiles);
    }

    public ImageOptions withCached(boolean value) {
        return new ImageOptions(isPublic, value, autoUpdate, expiresAt, properties, profiles);
    }

    public ImageOptions withAutoUpdate(boolean value) {
        return new ImageOptions(isPublic, isCached, value, expiresAt, properties, profiles);
    }

    public ImageOptions withExpiresAt(Instant value) {
        return new ImageOptions(isPublic, isCached, autoUpdate, value, properties, profiles);
    }

    public ImageOptions withProperties(Map<String, String> value) {
        return new ImageOptions(isPublic, isCached, autoUpdate, expiresAt, value, profiles);
    }

    public ImageOptions withProfiles(List<String> value) {
        return new ImageOptions(isPublic, isCached, autoUpdate, expiresAt, properties, value);
    }
}
