package io.gantry.client.image;

import io.gantry.api.Image;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.Operation;
import io.gantry.client.operation.AddressAttempts;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.NotReachableException;
import io.gantry.client.server.OperationFailedException;
import io.gantry.client.server.ServerAddresses;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image with all that another server needs to fetch it.
 *
 * @param server the name that the user has for the server that has it
 * @param addresses URLs of that server
 * @param protocol {@code lxd} or {@code simplestreams}
 * @param certificate PEM of that server, null where a public authority vouches for it
 * @param alias that was named, null where a fingerprint was
 * @param fingerprint null for an alias of a simplestreams server, which only the fetching server looks up
 * @param secret lets one fetch a private image once, null for a public one
 */
public record ImageOrigin(
        String server,
        List<String> addresses,
        String protocol,
        @Nullable String certificate,
        @Nullable String alias,
        @Nullable String fingerprint,
        @Nullable String secret) {
    public ImageOrigin {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new NotReachableException(server);
        }
    }

    /**
     * An image of a server that speaks the API; of a private one a secret is asked for.
     *
     * @param alias that was named, null where a fingerprint was
     */
    public static ImageOrigin of(ApiServer server, Image image, @Nullable String alias) throws IOException {
        return new ImageOrigin(
                server.remote(),
                ServerAddresses.of(server),
                "lxd",
                ServerAddresses.certificate(server),
                alias,
                image.fingerprint(),
                image.isPublic() ? null : secret(server, image.fingerprint()));
    }

    /** An image of a web server with images in the simplestreams format. */
    public static ImageOrigin simplestreams(String server, String address, String alias) {
        return new ImageOrigin(server, List.of(address), "simplestreams", null, alias, null, null);
    }

    private static @Nullable String secret(ApiServer server, String fingerprint) throws IOException {
        Operation operation = new Images(server).createSecret(fingerprint);
        Object secret =
                operation.metadata() == null ? null : operation.metadata().get("secret");
        return secret instanceof String text ? text : null;
    }

    /**
     * Whether the fetching server is to be told the alias, not the fingerprint: only then it knows where to look for newer
     * images. Private ones it could not fetch again.
     */
    public boolean isFollowed() {
        return fingerprint == null || (alias != null && secret == null);
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

    /** Has another server fetch the image from one address after the other, until one works. */
    public Operation fetched(AddressAttempts.Attempt attempt) throws IOException {
        return AddressAttempts.first(addresses, attempt, ImageOrigin::hasBegun);
    }

    /** Who has told of progress has got a part of the image, and no other address has another one. */
    private static boolean hasBegun(OperationFailedException failure) {
        var metadata = failure.operation().metadata();
        return metadata != null && metadata.keySet().stream().anyMatch(field -> field.endsWith("_progress"));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
