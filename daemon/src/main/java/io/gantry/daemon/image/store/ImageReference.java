package io.gantry.daemon.image.store;

import io.gantry.api.ImageSource;
import io.gantry.api.InstanceSource;
import io.gantry.daemon.failure.DaemonException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which image is meant.
 *
 * @param name an alias, a fingerprint, or the first digits of one
 * @param properties where {@code name} is empty: the newest image with all of these properties
 * @param remote the server that has it; empty where it is here
 */
public record ImageReference(String project, String name, Map<String, String> properties, Optional<Remote> remote) {
    public ImageReference {
        properties = Map.copyOf(properties);
    }

    /**
     * Another server's image.
     *
     * @param server URL
     * @param protocol {@code lxd} or {@code simplestreams}; {@code direct} for a file at the URL, whose hash is the
     *     reference's name
     * @param certificate PEM of the server, empty where it is to be verified as usual
     * @param secret the one-time secret of a private image; empty for a public one
     * @param imageType {@code container}, or empty for any
     * @param project at the server; empty for its default
     */
    public record Remote(
            String server, String protocol, String certificate, String secret, String imageType, String project) {
        /** What an image is updated from that came from here by an alias. */
        public ImageSource source(String alias) {
            return new ImageSource(alias, certificate, protocol, server, ImageRecord.CONTAINER);
        }
    }

    /**
     * The image that an instance is to be made from.
     *
     * @throws DaemonException INVALID_REQUEST where the source names none
     */
    public static ImageReference of(String project, InstanceSource source) {
        String name =
                present(source.fingerprint()).or(() -> present(source.alias())).orElse("");
        if (name.isEmpty() && source.properties().isEmpty()) {
            throw DaemonException.invalid("Must specify one of alias, fingerprint or properties for init from image");
        }
        Optional<Remote> remote = present(source.server())
                .map(server -> new Remote(
                        server,
                        present(source.protocol()).orElse("lxd"),
                        present(source.certificate()).orElse(""),
                        present(source.secret()).orElse(""),
                        "container",
                        present(source.project()).orElse("")));
        return new ImageReference(project, name, source.properties(), remote);
    }

    private static Optional<String> present(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
