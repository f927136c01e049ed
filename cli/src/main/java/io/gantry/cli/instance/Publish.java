package io.gantry.cli.instance;

import io.gantry.api.ImageAlias;
import io.gantry.api.Instance;
import io.gantry.api.InstanceStatePut;
import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.cli.command.Assignments;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.image.ImageReference;
import io.gantry.cli.server.Target;
import io.gantry.client.image.ImageAliases;
import io.gantry.client.image.ImageTransfer;
import io.gantry.client.image.Images;
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Makes an image of an instance or a snapshot, on its server or another. */
public final class Publish implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>[/<snapshot>] [<remote>:] [key=value...]";
    }

    @Override
    public String description() {
        return "Publish instances as images";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("", "alias", "New alias to define at target")
                .withValue("", "compression", "Compression algorithm to use (`none` for uncompressed)")
                .withValue("", "expire", "Image expiration date (format: rfc3339)")
                .with("f", "force", "Stop the instance if currently running")
                .with("", "public", "Make the image public")
                .with("", "reuse", "If the image alias already exists, delete and create a new one")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(1);
        Context context = invocation.context();
        Target source = context.namedTarget(invocation.argument(0), "instance");
        boolean hasRemote =
                invocation.arguments().size() > 1 && invocation.argument(1).indexOf('=') < 0;
        Target destination = context.target(hasRemote ? invocation.argument(1) : source.remote() + ":");
        if (!destination.name().isEmpty()) {
            throw new UsageException(
                    "an image has no name of its own; give it an alias with --alias " + destination.name());
        }
        Map<String, String> properties = Assignments.parse(invocation.argumentsFrom(hasRemote ? 2 : 1));
        ApiServer server = context.server(source);
        boolean isSnapshot = source.name().indexOf('/') >= 0;
        if (isSnapshot) {
            return publish(invocation, server, source, destination, properties);
        }
        Instance instance = new Instances(server).get(source.name());
        boolean runs = instance.statusCode() == StatusCode.RUNNING.code();
        if (!runs) {
            return publish(invocation, server, source, destination, properties);
        }
        if (!invocation.has("force")) {
            throw new CommandFailure(
                    "The instance " + source + " is running; stop it first, publish a snapshot of it, or pass --force");
        }
        if (instance.ephemeral()) {
            throw new CommandFailure("The instance " + source
                    + " is ephemeral and would vanish when stopped; publish a snapshot of it instead");
        }
        changeState(context, server, source, "stop");
        try {
            return publish(invocation, server, source, destination, properties);
        } finally {
            changeState(context, server, source, "start");
        }
    }

    private static void changeState(Context context, ApiServer server, Target target, String action)
            throws IOException {
        context.await(
                server,
                new Instances(server).changeState(target.name(), InstanceStatePut.forced(action)),
                target.name() + " (" + action + ")");
    }

    private static int publish(
            Invocation invocation, ApiServer server, Target source, Target destination, Map<String, String> properties)
            throws IOException {
        Context context = invocation.context();
        ApiServer target = context.server(destination);
        boolean sameServer = source.remote().equals(destination.remote());
        var aliases = new ArrayList<ImageAlias>();
        for (String alias : invocation.values("alias")) {
            aliases.add(new ImageAlias(alias, ""));
        }
        var request = new TreeMap<String, Object>();
        request.put(
                "source",
                Map.of("type", source.name().indexOf('/') >= 0 ? "snapshot" : "instance", "name", source.name()));
        request.put("properties", properties);
        request.put("public", sameServer && invocation.has("public"));
        request.put("compression_algorithm", invocation.valueOr("compression", ""));
        if (invocation.value("expire") != null) {
            request.put("expires_at", invocation.valueOr("expire", ""));
        }
        // An alias in use goes to the new image when there is one; without --reuse the server refuses it.
        boolean movesAliases = invocation.has("reuse");
        request.put("aliases", sameServer && !movesAliases ? aliasTrees(aliases) : List.of());
        Made made = made(context, server, source, request, movesAliases);
        String hex = made.fingerprint();
        if (!sameServer) {
            new ImageTransfer(target, context::await)
                    .pull(
                            ImageReference.find(context, new Target(source.remote(), hex), target)
                                    .origin(),
                            new ImageTransfer.Options(invocation.has("public"), false));
            new ImageAliases(target).put(aliases, hex);
            if (made.isNew()) {
                context.await(server, new Images(server).delete(hex), "Deleting the first copy");
            }
        } else if (movesAliases) {
            new ImageAliases(target).put(aliases, hex);
        }
        context.report("Instance published with fingerprint: " + hex);
        return 0;
    }

    private record Made(String fingerprint, boolean isNew) {}

    /** Makes the image; for an alias to be moved, one that is there with the same content will do. */
    private static Made made(
            Context context, ApiServer server, Target source, Map<String, Object> request, boolean takesSame)
            throws IOException {
        try {
            Operation done = context.await(server, new Images(server).create(request), "Publishing instance");
            Optional<String> fingerprint = Images.fingerprintOf(done);
            if (fingerprint.isPresent()) {
                return new Made(fingerprint.get(), true);
            }
        } catch (OperationFailedException failure) {
            Optional<String> same = takesSame ? Images.sameAs(failure) : Optional.empty();
            return new Made(same.orElseThrow(() -> failure), false);
        }
        throw new CommandFailure(
                "The server did not say which image it made; `lxc image list " + source.remote() + ":` shows it");
    }

    private static List<Object> aliasTrees(List<ImageAlias> aliases) {
        var trees = new ArrayList<Object>();
        aliases.forEach(alias -> trees.add(Map.of("name", alias.name(), "description", alias.description())));
        return trees;
    }
}
