package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.api.Operation;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.output.TransferProgress;
import io.gantry.cli.server.Target;
import io.gantry.client.image.ImageAliases;
import io.gantry.client.image.ImageTransfer;
import io.gantry.client.image.Images;
import io.gantry.client.image.NoSecretException;
import io.gantry.client.migration.TransferMode;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.ServerAddresses;
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
        TransferMode mode = mode(invocation.valueOr("mode", "pull"));
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

    private static TransferMode mode(String word) {
        return switch (word) {
            case "pull" -> TransferMode.PULL;
            case "push" -> TransferMode.PUSH;
            case "relay" -> TransferMode.RELAY;
            default -> throw new UsageException("no transfer mode \"" + word + "\"; choose one of pull, push, relay");
        };
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
        Operation done = new ImageTransfer(target, context::await)
                .pull(
                        image.origin(),
                        new ImageTransfer.Options(invocation.has("public"), invocation.has("auto-update")));
        String fingerprint = known == null
                ? Images.fingerprintOf(done)
                        .orElseThrow(() -> new CommandFailure(
                                "The server did not say which image it fetched; `lxc image list` shows it"))
                : known;
        new ImageAliases(target).put(aliases(invocation, aliases), fingerprint);
    }

    private static void carry(Invocation invocation, Target source, ApiServer target, TransferMode mode)
            throws IOException {
        Context context = invocation.context();
        ApiServer holder = context.server(source);
        Image image = new Images(holder).get(ImageReference.fingerprint(holder, source.name()));
        if (!new Images(target).exists(image.fingerprint())) {
            carry(context, holder, target, image, mode, invocation.has("public"));
        }
        List<ImageAlias> copied = invocation.has("copy-aliases") ? image.aliases() : List.of();
        new ImageAliases(target).put(aliases(invocation, copied), image.fingerprint());
    }

    private static void carry(
            Context context, ApiServer holder, ApiServer target, Image image, TransferMode mode, boolean isPublic)
            throws IOException {
        var transfer = new ImageTransfer(target, context::await);
        if (mode == TransferMode.RELAY) {
            relay(context, transfer, holder, image, isPublic);
            return;
        }
        try {
            transfer.push(holder, image, isPublic);
        } catch (NoSecretException e) {
            throw new CommandFailure(
                    "The server " + e.remote()
                            + " gave no secret for the image; copy it with --mode=pull or --mode=relay",
                    e);
        }
    }

    private static void relay(Context context, ImageTransfer transfer, ApiServer holder, Image image, boolean isPublic)
            throws IOException {
        try {
            transfer.relay(
                    holder,
                    image,
                    isPublic,
                    (content, length) ->
                            new TransferProgress(content, context.progress(), "Copying the image", length));
        } finally {
            context.progress().clear();
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
