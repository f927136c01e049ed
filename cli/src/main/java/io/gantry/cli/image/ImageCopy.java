package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.commons.cli.Options;

/** Copies an image to another server, which fetches it from the first. */
public final class ImageCopy implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<image> <remote>:";
    }

    @Override
    public String description() {
        return "Copy images between servers";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("", "alias", "New aliases to add to the image")
                .with("", "auto-update", "Keep the image up to date after initial copy")
                .with("", "copy-aliases", "Copy aliases from source")
                .withValue("", "mode", "Transfer mode; pull is the only one")
                .with("", "public", "Make image public")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        if (!invocation.valueOr("mode", "pull").equals("pull")) {
            throw new UsageException("the transfer mode \"" + invocation.value("mode")
                    + "\" is not available; the target fetches from the source (--mode=pull)");
        }
        Context context = invocation.context();
        Target source = invocation.namedTarget(0, "image");
        Target destination = invocation.target(1);
        if (!destination.name().isEmpty()) {
            throw new UsageException("Can't provide a name for the target image; use --alias " + destination.name());
        }
        if (destination.remote().equals(source.remote())) {
            throw new CommandFailure("The image is on " + source.remote() + ": already; name another server");
        }
        ApiServer target = context.server(destination);
        ImageReference image = ImageReference.find(context, source, target);
        var aliases = new ArrayList<ImageAlias>();
        for (String alias : invocation.values("alias")) {
            aliases.add(new ImageAlias(alias, ""));
        }
        String known = image.fingerprint();
        if (invocation.has("copy-aliases") && known != null) {
            aliases.addAll(context.server(source)
                    .get(ApiPath.of("images", known), Image.class)
                    .aliases());
        }
        ImageTransfer.copy(
                context,
                image,
                target,
                new ImageTransfer.Wish(aliases, invocation.has("public"), invocation.has("auto-update")));
        context.report("Image copied successfully!");
        return 0;
    }
}
