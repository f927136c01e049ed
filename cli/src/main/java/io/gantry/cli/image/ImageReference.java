package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.Operation;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remote;
import io.gantry.cli.server.ServerAddresses;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image that the user named, found at its server, with all that another server needs to fetch it.
 *
 * @param remote where it is
 * @param fingerprint null for an alias of a simplestreams server, which only the fetching server looks up
 * @param alias that was named, null where a fingerprint was
 * @param addresses of the server that has it
 * @param secret lets one fetch a private image once
 */
public record ImageReference(
        String remote,
        @Nullable String fingerprint,
        @Nullable String alias,
        String protocol,
        List<String> addresses,
        @Nullable String certificate,
        @Nullable String secret) {
    public ImageReference {
        addresses = List.copyOf(addresses);
    }

    /** The fingerprint where no fetching is needed, since the image is on this server. */
    public Optional<String> on(ApiServer server) {
        return server.remote().equals(remote) ? Optional.ofNullable(fingerprint) : Optional.empty();
    }

    /**
     * Whether the fetching server is to be told the alias, not the fingerprint: only then it knows where to look for newer
     * images. Private ones it could not fetch again.
     */
    public boolean isFollowed() {
        return fingerprint == null || (alias != null && secret == null);
    }

    /**
     * @param fetcher the server that is going to use the image
     */
    public static ImageReference find(Context context, Target image, ApiServer fetcher) throws IOException {
        Remote remote = context.remote(image.remote());
        if (remote.protocol().equals("simplestreams")) {
            return new ImageReference(
                    image.remote(),
                    null,
                    image.name().isEmpty() ? "default" : image.name(),
                    "simplestreams",
                    List.of(remote.address()),
                    null,
                    null);
        }
        ApiServer server = context.server(image.remote());
        Named named = resolve(server, image.name().isEmpty() ? "default" : image.name());
        if (server.remote().equals(fetcher.remote())) {
            return new ImageReference(image.remote(), named.fingerprint(), named.alias(), "lxd", List.of(), null, null);
        }
        Image found = server.get(ApiPath.of("images", named.fingerprint()), Image.class);
        return new ImageReference(
                image.remote(),
                found.fingerprint(),
                named.alias(),
                "lxd",
                ServerAddresses.of(server),
                ServerAddresses.certificate(server),
                found.isPublic() ? null : secret(server, found.fingerprint()));
    }

    /** The fingerprint that an alias, a fingerprint or the beginning of one stands for. */
    public static String fingerprint(ApiServer server, String name) throws IOException {
        return resolve(server, name).fingerprint();
    }

    private record Named(String fingerprint, @Nullable String alias) {}

    private static Named resolve(ApiServer server, String name) throws IOException {
        try {
            ImageAliasesEntry entry = server.get(ApiPath.of("images", "aliases", name), ImageAliasesEntry.class);
            return new Named(entry.target(), name);
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
        try {
            return new Named(server.get(ApiPath.of("images", name), Image.class).fingerprint(), null);
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

    private static @Nullable String secret(ApiServer server, String fingerprint) throws IOException {
        Operation operation = server.start("POST", ApiPath.of("images", fingerprint, "secret"), null);
        Object secret =
                operation.metadata() == null ? null : operation.metadata().get("secret");
        return secret instanceof String text ? text : null;
    }

    /** The image as another server is told to fetch it from this address. */
    public ImagesPostSource at(String address) {
        return ImagesPostSource.pull(address, protocol)
                .imageType("container")
                .certificate(text(certificate))
                .alias(isFollowed() ? text(alias) : "")
                .fingerprint(isFollowed() ? "" : text(fingerprint))
                .secret(text(secret))
                .build();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Something that fetches from one address. */
    public interface Fetch {
        Operation from(String address) throws IOException;
    }

    /** Tries one address of the server after the other until one works. */
    public Operation tryAddresses(Fetch fetch) throws IOException {
        if (addresses.isEmpty()) {
            throw ServerAddresses.notReachable(remote);
        }
        for (String address : addresses.subList(0, addresses.size() - 1)) {
            try {
                return fetch.from(address);
            } catch (OperationFailedException e) {
                if (!ServerAddresses.isTroubleOfConnecting(e)) {
                    throw e;
                }
            }
        }
        return fetch.from(addresses.getLast());
    }
}
