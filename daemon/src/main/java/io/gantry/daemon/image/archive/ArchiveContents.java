package io.gantry.daemon.image.archive;

import io.gantry.api.ImageMetadata;
import io.gantry.daemon.failure.DaemonException;
import java.util.Optional;

/**
 * What an archive was found to hold.
 *
 * @param metadata the content of its {@code metadata.yaml}
 * @param hasRootfs whether there is anything in a folder {@code rootfs}
 */
public record ArchiveContents(Optional<ImageMetadata> metadata, boolean hasRootfs) {
    /**
     * What the only archive of an image says of it.
     *
     * @throws DaemonException INVALID_REQUEST where it is not the whole of a container's image
     */
    public ImageMetadata ofWholeImage() {
        ImageMetadata described = ofSplitImage();
        if (!hasRootfs) {
            throw missing("rootfs");
        }
        return described;
    }

    /** What the metadata archive of a split image says of it; failures as {@link #ofWholeImage}. */
    public ImageMetadata ofSplitImage() {
        ImageMetadata described = metadata.orElseThrow(() -> missing(MetadataYaml.FILE));
        String architecture = Architectures.canonical(described.architecture())
                .orElseThrow(() -> DaemonException.invalid(
                        "the image's architecture is not known: \"%s\"".formatted(described.architecture())));
        if (described.creationDate() == 0) {
            throw DaemonException.invalid("the image's metadata.yaml has no creation_date");
        }
        return new ImageMetadata(
                architecture,
                described.creationDate(),
                described.expiryDate(),
                described.properties(),
                described.templates());
    }

    private static DaemonException missing(String what) {
        return DaemonException.invalid("the image has no " + what);
    }
}
