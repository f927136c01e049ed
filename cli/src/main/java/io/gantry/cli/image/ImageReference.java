package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remote;
import io.gantry.cli.server.Target;
import io.gantry.client.image.ImageAliases;
import io.gantry.client.image.ImageOrigin;
import io.gantry.client.image.Images;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image that the user named, found at its server.
 *
 * @param remote where it is
 * @param fingerprint null for an alias of a simplestreams server, which only the fetching server looks up
 * @param elsewhere what another server needs to fetch it; null where no fetching is needed
 */
public record ImageReference(
        String remote,
        @Nullable String fingerprint,
        @Nullable ImageOrigin elsewhere) {
    /** The fingerprint where no fetching is needed, since the image is on this server. */
    public Optional<String> on(ApiServer server) {
        return server.remote().equals(remote) ? Optional.ofNullable(fingerprint) : Optional.empty();
    }

    /**
     * What another server needs to fetch it.
     *
     * @throws IllegalStateException where no fetching is needed
     */
    public ImageOrigin origin() {
        if (elsewhere == null) {
            throw new IllegalStateException("the image is on " + remote + " already");
        }
        return elsewhere;
    }

    /**
     * @param fetcher the server that is going to use the image
     */
    public static ImageReference find(Context context, Target image, ApiServer fetcher) throws IOException {
        Remote remote = context.remote(image.remote());
        String name = image.name().isEmpty() ? "default" : image.name();
        if (remote.protocol().equals("simplestreams")) {
            return new ImageReference(
                    image.remote(), null, ImageOrigin.simplestreams(image.remote(), remote.address(), name));
        }
        ApiServer server = context.server(image.remote());
        Named named = resolve(server, name);
        if (server.remote().equals(fetcher.remote())) {
            return new ImageReference(image.remote(), named.fingerprint(), null);
        }
        Image found = new Images(server).get(named.fingerprint());
        return new ImageReference(image.remote(), found.fingerprint(), ImageOrigin.of(server, found, named.alias()));
    }

    /** The fingerprint that an alias, a fingerprint or the beginning of one stands for. */
    public static String fingerprint(ApiServer server, String name) throws IOException {
        return resolve(server, name).fingerprint();
    }

    private record Named(String fingerprint, @Nullable String alias) {}

    private static Named resolve(ApiServer server, String name) throws IOException {
        try {
            return new Named(new ImageAliases(server).get(name).target(), name);
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
        try {
            return new Named(new Images(server).get(name).fingerprint(), null);
        } catch (ApiException e) {
            if (e.isNotFound()) {
                throw new CommandFailure(
                        "Image not found: there is no \"" + name + "\" on " + server.remote() + ":; `lxc image list "
                                + server.remote() + ":` shows those that are there",
                        e);
            }
            throw e;
        }
    }
}
