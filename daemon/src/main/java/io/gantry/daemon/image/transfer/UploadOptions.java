package io.gantry.daemon.image.transfer;

import io.gantry.api.ImageAlias;
import io.gantry.daemon.image.store.ImageOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a new image is to be, beside what it says of itself.
 *
 * @param properties added to the image's own, or replacing them
 * @param expiresAt empty for what the image says
 * @param aliases names that it gets
 * @param profiles names of the profiles for instances of it
 */
public record UploadOptions(
        boolean isPublic,
        boolean autoUpdate,
        Map<String, String> properties,
        Optional<Instant> expiresAt,
        List<ImageAlias> aliases,
        List<String> profiles) {
    /** Private, with nothing added. */
    public static final UploadOptions NONE =
            new UploadOptions(false, false, Map.of(), Optional.empty(), List.of(), ImageOptions.DEFAULT_PROFILES);

    public UploadOptions {
        properties = Map.copyOf(properties);
        aliases = List.copyOf(aliases);
        profiles = List.copyOf(profiles);
    }
}
