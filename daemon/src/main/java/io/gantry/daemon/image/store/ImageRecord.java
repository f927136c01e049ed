package io.gantry.daemon.image.store;

import io.gantry.api.ImageSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An image as it is kept in the database.
 *
 * @param lastUsedAt {@link Instant#EPOCH} where nothing was made of it
 * @param source where it came from under an alias, and is updated from
 */
public record ImageRecord(
        String project,
        Fingerprint fingerprint,
        Content content,
        ImageOptions options,
        Instant uploadedAt,
        Instant lastUsedAt,
        Optional<ImageSource> source) {
    /** The only type of images that there are here. */
    public static final String CONTAINER = "container";

    /**
     * What an image is.
     *
     * @param filename as the uploader called it; may be empty
     * @param size of its files, in bytes
     * @param type {@code container}
     */
    public record Content(String filename, long size, String architecture, String type, Instant createdAt) {
        /** A container's. */
        public static Content ofContainer(String filename, long size, String architecture, Instant createdAt) {
            return new Content(filename, size, architecture, CONTAINER, createdAt);
        }
    }

    /** The URL path of the image in the API. */
    public String url() {
        return fingerprint.url();
    }

    public String architecture() {
        return content.architecture();
    }

    public boolean isPublic() {
        return options.isPublic();
    }

    public boolean isCached() {
        return options.isCached();
    }

    public boolean autoUpdate() {
        return options.autoUpdate();
    }

    public Map<String, String> properties() {
        return options.properties();
    }

    public List<String> profiles() {
        return options.profiles();
    }

    /** The image with other options. */
    public ImageRecord with(UnaryOperator<ImageOptions> change) {
        return new ImageRecord(project, fingerprint, content, change.apply(options), uploadedAt, lastUsedAt, source);
    }

    public ImageRecord withFilename(String filename) {
        var named = new Content(filename, content.size(), content.architecture(), content.type(), content.createdAt());
        return new ImageRecord(project, fingerprint, named, options, uploadedAt, lastUsedAt, source);
    }

    public ImageRecord withLastUsedAt(Instant value) {
        return new ImageRecord(project, fingerprint, content, options, uploadedAt, value, source);
    }
}
