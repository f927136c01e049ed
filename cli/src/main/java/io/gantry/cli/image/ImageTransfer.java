package io.gantry.cli.image;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImagesPost;
import io.gantry.api.Operation;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a server fetch an image from another one. */
public final class ImageTransfer {
    private ImageTransfer() {}

    /** What the copy is to be. */
    public record Wish(List<ImageAlias> aliases, boolean isPublic, boolean autoUpdate) {
        public Wish {
            aliases = List.copyOf(aliases);
        }
    }

    /** Returns the fingerprint when the whole image is at the target and has its aliases. */
    public static String copy(Context context, ImageReference image, ApiServer target, Wish wish) throws IOException {
        Operation done = image.tryAddresses(address ->
                context.run(target, "POST", "/1.0/images", request(image, address, wish), "Copying the image"));
        String fingerprint = fingerprint(done, image.fingerprint());
        ImageAliases.put(target, wish.aliases(), fingerprint);
        return fingerprint;
    }

    private static ImagesPost request(ImageReference image, String address, Wish wish) {
        return ImagesPost.of(image.at(address))
                .isPublic(wish.isPublic())
                .autoUpdate(wish.autoUpdate())
                .build();
    }

    private static String fingerprint(Operation done, @Nullable String known) {
        if (known != null) {
            return known;
        }
        if (done.metadata() != null && done.metadata().get("fingerprint") instanceof String told) {
            return told;
        }
        throw new CommandFailure("The server did not say which image it fetched; `lxc image list` shows it");
    }
}
