package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.ServerAddresses;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/** Copies an image to another server: fetched by it, sent to it, or carried by the client. */
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
                .withValue("", "mode", "Transfer mode. One of pull (default), push or relay")
                .with("", "public", "Make image public")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        TransferMode mode = TransferMode.of(invocation.valueOr("mode", "pull"));
        if (mode != TransferMode.PULL && invocation.has("auto-update")) {
            throw new UsageException("--auto-update needs --mode=pull: only a server that fetched an image itself"
                    + " knows where to look for newer ones");
        }
        Context context = invocation.context();
        boolean isPublished = !StreamHost.isMeant(context, invocation.target(0).remote());
        Target source = isPublished ? invocation.namedTarget(0, "image") : invocation.target(0);
        Target destination = invocation.target(1);
        if (!destination.name().isEmpty()) {
            throw new UsageException("Can't provide a name for the target image; use --alias " + destination.name());
        }
        ApiServer target = context.server(destination);
        if (destination.remote().equals(source.remote())
                || (isPublished && ServerAddresses.areOfOneServer(context.server(source), target))) {
            throw new CommandFailure("The source and target servers must be different: the image is on "
                    + destination.remote() + ": already; `lxc image alias create` gives it another name");
        }
        if (mode == TransferMode.PULL) {
            pull(invocation, source, target);
        } else {
            carry(invocation, source, target, mode);
        }
        context.report("Image copied successfully!");
        return 0;
    }

    private enum TransferMode {
        PULL,
        PUSH,
        RELAY;

        static TransferMode of(String word) {
            return switch (word) {
                case "pull" -> PULL;
                case "push" -> PUSH;
                case "relay" -> RELAY;
                default ->
                    throw new UsageException("no transfer mode \"" + word + "\"; choose one of pull, push, relay");
            };
        }
    }

    private static void pull(Invocation invocation, Target source, ApiServer target) throws IOException {
        Context context = invocation.context();
        ImageReference image = ImageReference.find(context, source, target);
        String known = image.fingerprint();
        List<ImageAlias> aliases = invocation.has("copy-aliases")
                ? ImageHost.of(context, source)
                        .find(known == null ? source.name() : known)
                        .aliases()
                : List.of();
        ImageTransfer.copy(
                context,
                image,
                target,
                new ImageTransfer.Wish(
                        aliases(invocation, aliases), invocation.has("public"), invocation.has("auto-update")));
    }

    private static void carry(Invocation invocation, Target source, ApiServer target, TransferMode mode)
            throws IOException {
        Context context = invocation.context();
        ApiServer holder = context.server(source);
        Image image = holder.get(ApiPath.of("images", ImageReference.fingerprint(holder, source.name())), Image.class);
        if (!isThere(target, image.fingerprint())) {
            if (mode == TransferMode.PUSH) {
                new ImagePush(context, holder, target).copy(image, invocation.has("public"));
            } else {
                new ImageRelay(context, holder, target).copy(image, invocation.has("public"));
            }
        }
        List<ImageAlias> copied = invocation.has("copy-aliases") ? image.aliases() : List.of();
        ImageAliases.put(target, aliases(invocation, copied), image.fingerprint());
    }

    private static boolean isThere(ApiServer server, String fingerprint) throws IOException {
        try {
            server.tree(ApiPath.of("images", fingerprint));
            return true;
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    /** The aliases that the line names, and those of the image. */
    private static List<ImageAlias> aliases(Invocation invocation, List<ImageAlias> copied) {
        var aliases = new ArrayList<ImageAlias>();
        for (String alias : invocation.values("alias")) {
            aliases.add(new ImageAlias(alias, ""));
        }
        aliases.addAll(copied);
        return aliases;
    }
}
