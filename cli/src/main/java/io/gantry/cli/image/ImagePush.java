package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageExportPost;
import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.Operation;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.ServerAddresses;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a server send an image to another one, which can't reach the first. */
final class ImagePush {
    private final Context context;
    private final ApiServer source;
    private final ApiServer target;

    ImagePush(Context context, ApiServer source, ApiServer target) {
        this.context = context;
        this.source = source;
        this.target = target;
    }

    /** Returns when the whole image is at the target; aliases are not given. */
    void copy(Image image, boolean isPublic) throws IOException {
        List<String> addresses = ServerAddresses.of(target);
        if (addresses.isEmpty()) {
            throw ServerAddresses.notReachable(target.remote());
        }
        Operation token = target.start("POST", "/1.0/images", offer(image, isPublic));
        try {
            send(image, addresses, secret(token));
        } catch (IOException | RuntimeException failure) {
            cancel(token);
            throw failure;
        }
    }

    private void send(Image image, List<String> addresses, String secret) throws IOException {
        for (String address : addresses.subList(0, addresses.size() - 1)) {
            try {
                send(image, address, secret);
                return;
            } catch (OperationFailedException failure) {
                if (!ServerAddresses.isTroubleOfConnecting(failure)) {
                    throw failure;
                }
            }
        }
        send(image, addresses.getLast(), secret);
    }

    private void send(Image image, String address, String secret) throws IOException {
        context.run(
                source,
                "POST",
                ApiPath.of("images", image.fingerprint(), "export"),
                new ImageExportPost(address, secret, text(ServerAddresses.certificate(target)), List.of(), ""),
                "Copying the image");
    }

    private static ImagesPost offer(Image image, boolean isPublic) {
        return ImagesPost.of(ImagesPostSource.push(image.fingerprint()))
                .properties(image.properties())
                .isPublic(isPublic)
                .expiresAt(image.expiresAt())
                .build();
    }

    private String secret(Operation token) {
        if (token.metadata() != null && token.metadata().get("secret") instanceof String secret) {
            return secret;
        }
        throw new CommandFailure("The server " + target.remote()
                + " gave no secret for the image; copy it with --mode=pull or --mode=relay");
    }

    private void cancel(Operation token) {
        try {
            target.send("DELETE", ApiPath.of("operations", token.id()), null);
        } catch (IOException | RuntimeException ignored) {
            // The offer ends by itself; what failed first is what the user has to know.
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
