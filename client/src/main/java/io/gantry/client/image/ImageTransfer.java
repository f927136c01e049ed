package io.gantry.client.image;

import io.gantry.api.Image;
import io.gantry.api.ImageExportPost;
import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.Operation;
import io.gantry.client.operation.Offer;
import io.gantry.client.operation.OperationAwaiter;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import io.gantry.client.server.ServerAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings an image to a server: fetched by it, sent to it, or carried by us. For one thread. */
public final class ImageTransfer {
    private final ApiServer target;
    private final OperationAwaiter awaiter;

    public ImageTransfer(ApiServer target, OperationAwaiter awaiter) {
        this.target = target;
        this.awaiter = awaiter;
    }

    /** Whether the copy is for everybody, and whether the target looks for newer ones. */
    public record Options(boolean isPublic, boolean autoUpdate) {}

    /** Sees the content of an image go by; {@code length} is in bytes, -1 where it is not known. */
    public interface Watch {
        InputStream watched(InputStream content, long length);
    }

    /** Has the target fetch the image; the operation ended well. */
    public Operation pull(ImageOrigin image, Options options) throws IOException {
        return image.fetched(address -> awaiter.await(
                target,
                new Images(target)
                        .create(ImagesPost.of(image.at(address))
                                .isPublic(options.isPublic())
                                .autoUpdate(options.autoUpdate())
                                .build()),
                "Copying the image"));
    }

    /**
     * Has the source send the image, for a target that cannot reach it; returns when all of it is there.
     *
     * @throws NoSecretException where the target does not take images so
     */
    public void push(ApiServer source, Image image, boolean isPublic) throws IOException {
        List<String> addresses = ServerAddresses.of(target);
        Operation token = new Images(target)
                .create(ImagesPost.of(ImagesPostSource.push(image.fingerprint()))
                        .properties(image.properties())
                        .isPublic(isPublic)
                        .expiresAt(image.expiresAt())
                        .build());
        try (var offer = new Offer(target, token)) {
            String secret = offer.secrets().get("secret");
            if (secret == null) {
                throw new NoSecretException(target.remote());
            }
            String certificate = text(ServerAddresses.certificate(target));
            offer.takenAtOneOf(
                    addresses,
                    address -> awaiter.await(
                            source,
                            new Images(source)
                                    .push(
                                            image.fingerprint(),
                                            new ImageExportPost(address, secret, certificate, List.of(), "")),
                            "Copying the image"));
        }
    }

    /** Carries the image through this program, for servers that cannot reach each other; nothing of it stays here. */
    public void relay(ApiServer source, Image image, boolean isPublic, Watch watch) throws IOException {
        Operation started;
        try (ImageDownload download = new Images(source).download(image.fingerprint())) {
            // The parts of a split image go on as they come: their bounds stand in the type.
            started = new Images(target)
                    .upload(
                            new ImageHeaders(image.fingerprint(), image.filename(), isPublic, image.properties()),
                            new Connection.Body.Stream(
                                    download.contentType(),
                                    watch.watched(download.content(), download.length()),
                                    download.length()));
        }
        awaiter.await(target, started, "Unpacking the image");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
