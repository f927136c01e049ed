package io.gantry.cli.instance;

import io.gantry.api.Instance;
import io.gantry.api.InstancePost;
import io.gantry.api.InstancePut;
import io.gantry.api.InstanceSnapshotPost;
import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.api.MigrationTarget;
import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.ServerAddresses;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings an instance or a snapshot from one server to another, or to another name on the same.
 *
 * <p>Between servers one of them makes an offer with one-time secrets, and the other gets the offer with the first one's
 * address and certificate and connects by itself. Only where the client relays, the contents pass through it.
 */
final class InstanceTransfer {
    private final Context context;
    private final TransferRequest request;
    private final ApiServer source;
    private final ApiServer target;

    InstanceTransfer(Context context, TransferRequest request) throws IOException {
        this.context = context;
        this.request = request;
        this.source = context.server(request.source());
        this.target = context.server(request.target());
    }

    /**
     * Does it, and gives the name of the new instance back.
     */
    String run() throws IOException {
        if (request.target().name().indexOf('/') >= 0) {
            throw new UsageException("a copy is an instance of its own, and no instance can be named \""
                    + request.target().name() + "\"");
        }
        if (!request.refresh()) {
            refuseTakenName();
        }
        requirePool();
        SourceInstance original = SourceInstance.read(source, request.source().name());
        if (original.isRunning() && !request.stateless() && request.purpose() == TransferRequest.Purpose.MOVE) {
            throw new CommandFailure(
                    "The instance " + request.source() + " is running; stop it first, or move it with --stateless");
        }
        InstancesPost wanted = wanted(original);
        Operation done = source.remote().equals(target.remote())
                ? copyWithin(wanted, original)
                : switch (request.mode()) {
                    case PULL -> pull(wanted, original);
                    case PUSH -> push(wanted, original);
                    case RELAY -> relay(wanted, original);
                };
        tellLeftOut(done);
        if (request.refresh()) {
            configure(wanted);
        }
        return request.target().name().isEmpty()
                ? InstanceCreation.newName(done)
                : request.target().name();
    }

    private void tellLeftOut(Operation done) throws IOException {
        if (done.metadata() != null && done.metadata().get("left_out") instanceof List<?> parts) {
            context.warn("Warning: " + target.remote() + " does not know all of " + request.source()
                    + ", and this is left out (with --strict the copy is refused):\n"
                    + parts.stream().map(part -> "  " + part).collect(Collectors.joining("\n")));
        }
    }

    /**
     * Gives a refreshed copy the configuration that the source has now. What belongs to the copy alone stays: its
     * addresses and other volatile keys, and the place of its root disk.
     */
    private void configure(InstancesPost wanted) throws IOException {
        String path = ApiPath.instance(request.target().name());
        Instance copy = target.get(path, Instance.class);
        var config = new TreeMap<String, String>();
        wanted.config().forEach((key, value) -> {
            if (!key.startsWith("volatile.")) {
                config.put(key, value);
            }
        });
        copy.config().forEach((key, value) -> {
            if (key.startsWith("volatile.")) {
                config.put(key, value);
            }
        });
        context.run(
                target,
                "PUT",
                path,
                InstancePut.builder()
                        .architecture(copy.architecture())
                        .config(config)
                        .devices(inPoolOf(copy, wanted.devices()))
                        .ephemeral(wanted.ephemeral())
                        .profiles(wanted.profiles())
                        .description(wanted.description())
                        .build(),
                "Refreshing instance");
    }

    private static Map<String, Map<String, String>> inPoolOf(Instance copy, Map<String, Map<String, String>> devices) {
        var placed = new TreeMap<String, Map<String, String>>(devices);
        String pool = copy.expandedDevices()
                .getOrDefault(rootDisk(copy.expandedDevices()), Map.of())
                .getOrDefault("pool", "");
        String root = rootDisk(devices);
        if (devices.containsKey(root)) {
            var disk = new TreeMap<>(devices.get(root));
            disk.put("pool", pool);
            placed.put(root, disk);
        } else {
            String own = rootDisk(copy.devices());
            if (copy.devices().containsKey(own)) {
                placed.put(own, copy.devices().get(own));
            }
        }
        return placed;
    }

    /** @throws CommandFailure where the target has an instance of the wanted name */
    void refuseTakenName() throws IOException {
        if (request.target().name().isEmpty()) {
            return;
        }
        try {
            target.tree(ApiPath.instance(request.target().name()));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return;
            }
            throw e;
        }
        throw new CommandFailure("An instance named \"" + request.target().name() + "\" already exists on "
                + target.remote() + ":; choose another name or delete it first");
    }

    /** A server that gets an instance may take another pool than one that it has not got; the user asked for this one. */
    private void requirePool() throws IOException {
        if (request.pool().isEmpty()) {
            return;
        }
        try {
            target.tree(ApiPath.of("storage-pools", request.pool()));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                throw new CommandFailure("Storage pool not found: there is no \"" + request.pool() + "\" on "
                        + target.remote() + ":; `lxc storage list " + target.remote() + ":` shows them");
            }
            throw e;
        }
    }

    private InstancesPost wanted(SourceInstance original) {
        var config = new TreeMap<>(original.config());
        config.keySet().removeIf(key -> !travels(key));
        config.putAll(request.config());

        var devices = new TreeMap<String, Map<String, String>>(original.devices());
        request.devices().forEach((name, values) -> {
            var device = new TreeMap<>(devices.getOrDefault(name, Map.of()));
            device.putAll(values);
            devices.put(name, device);
        });
        if (!request.pool().isEmpty()) {
            String root = rootDisk(devices);
            var disk = new TreeMap<>(devices.getOrDefault(root, Map.of("type", "disk", "path", "/")));
            disk.put("pool", request.pool());
            devices.put(root, disk);
        }
        List<String> profiles = request.profiles();
        return InstancesPost.container(request.target().name())
                .type(original.type())
                .architecture(original.architecture())
                .config(config)
                .devices(devices)
                .ephemeral(request.ephemeral() || original.ephemeral())
                .profiles(profiles == null ? original.profiles() : profiles)
                .stateful(original.stateful())
                .description(original.description())
                .build();
    }

    /** A copy is a new instance with an identity of its own; a moved one keeps its addresses and state. */
    private boolean travels(String key) {
        if (!key.startsWith("volatile.")
                || key.equals("volatile.base_image")
                || key.equals("volatile.last_state.idmap")) {
            return true;
        }
        return request.purpose() == TransferRequest.Purpose.MOVE && !key.equals("volatile.last_state.power");
    }

    private static String rootDisk(Map<String, Map<String, String>> devices) {
        for (var device : devices.entrySet()) {
            if ("disk".equals(device.getValue().get("type"))
                    && "/".equals(device.getValue().get("path"))) {
                return device.getKey();
            }
        }
        return "root";
    }

    private Operation copyWithin(InstancesPost wanted, SourceInstance original) throws IOException {
        return create(wanted, asRequested(InstanceSource.copy(request.source().name()), original));
    }

    private Operation pull(InstancesPost wanted, SourceInstance original) throws IOException {
        List<String> addresses = ServerAddresses.of(source);
        if (addresses.isEmpty()) {
            throw ServerAddresses.notReachable(source.remote());
        }
        String certificate = ServerAddresses.certificate(source);
        Operation offer = source.start("POST", ApiPath.instance(request.source().name()), offerRequest(null));
        try {
            Operation done = fetch(wanted, original, addresses, certificate, offer);
            context.await(source, offer, "Finishing at " + source.remote());
            return done;
        } catch (OperationFailedException | ApiException | CommandFailure e) {
            throw withReasonOf(source, offer, target, e);
        } finally {
            withdraw(source, offer);
        }
    }

    private Operation push(InstancesPost wanted, SourceInstance original) throws IOException {
        requireExtension(source, "container_push");
        requireExtension(target, "container_push_target");
        List<String> addresses = ServerAddresses.of(target);
        if (addresses.isEmpty()) {
            throw ServerAddresses.notReachable(target.remote());
        }
        String certificate = ServerAddresses.certificate(target);
        Operation sink = awaitPush(wanted, original);
        try {
            send(addresses, certificate == null ? "" : certificate, sink);
            return context.await(target, sink, "Finishing at " + target.remote());
        } catch (OperationFailedException | ApiException | CommandFailure e) {
            throw withReasonOf(target, sink, source, e);
        } finally {
            withdraw(target, sink);
        }
    }

    private void send(List<String> addresses, String certificate, Operation sink) throws IOException {
        for (int i = 0; ; i++) {
            var there = new MigrationTarget(
                    certificate, addresses.get(i) + ApiPath.of("operations", sink.id()), secrets(sink));
            try {
                context.run(
                        source,
                        "POST",
                        ApiPath.instance(request.source().name()),
                        offerRequest(there),
                        "Transferring instance");
                return;
            } catch (OperationFailedException e) {
                if (i == addresses.size() - 1 || !ServerAddresses.isTroubleOfConnecting(e) || hasEnded(target, sink)) {
                    throw e;
                }
            }
        }
    }

    private Operation relay(InstancesPost wanted, SourceInstance original) throws IOException {
        requireExtension(target, "container_push_target");
        Operation offer = source.start("POST", ApiPath.instance(request.source().name()), offerRequest(null));
        try {
            Operation sink = awaitPush(wanted, original);
            try (var relays = new Relays()) {
                relays.join(offer, sink);
                Operation done = context.await(target, sink, "Transferring instance");
                context.await(source, offer, "Finishing at " + source.remote());
                return done;
            } finally {
                withdraw(target, sink);
            }
        } catch (OperationFailedException | ApiException | CommandFailure e) {
            throw withReasonOf(source, offer, target, e);
        } finally {
            withdraw(source, offer);
        }
    }

    /** All channels between the two servers, which end together. */
    private final class Relays implements AutoCloseable {
        private final List<ChannelRelay> open = new ArrayList<>();

        /** @throws CommandFailure where the source has a channel that the target does not take */
        void join(Operation offer, Operation sink) throws IOException {
            for (String channel : secrets(offer).keySet()) {
                if (!secrets(sink).containsKey(channel)) {
                    throw new CommandFailure(target.remote() + " does not take the channel \"" + channel + "\" that "
                            + source.remote() + " offers" + (request.stateless() ? "" : "; try --stateless"));
                }
            }
            for (String channel : secrets(offer).keySet()) {
                open.add(relay(channel, offer, sink));
            }
        }

        @Override
        public void close() {
            open.forEach(ChannelRelay::close);
        }
    }

    private ChannelRelay relay(String channel, Operation offer, Operation sink) throws IOException {
        MessageChannel fromSource = source.websocket(websocket(offer, channel));
        try {
            return ChannelRelay.between(fromSource, target.websocket(websocket(sink, channel)));
        } catch (IOException e) {
            fromSource.close();
            throw e;
        }
    }

    private static String websocket(Operation operation, String channel) {
        String secret = secrets(operation).getOrDefault(channel, "");
        return ApiPath.withQuery(ApiPath.of("operations", operation.id(), "websocket"), "secret", secret);
    }

    /** Makes the target wait for the source. */
    private Operation awaitPush(InstancesPost wanted, SourceInstance original) throws IOException {
        return target.start("POST", "/1.0/instances", complete(wanted, migrated(InstanceSource.push(), original)));
    }

    private static void requireExtension(ApiServer server, String extension) throws IOException {
        if (!server.has(extension)) {
            throw new CommandFailure("The server " + server.remote() + " lacks the API extension \"" + extension
                    + "\", without which this transfer mode is impossible; use --mode=pull");
        }
    }

    private Object offerRequest(@Nullable MigrationTarget there) {
        // A server that cannot carry running processes over refuses then, instead of leaving them behind unasked.
        boolean live = !request.filesOnly();
        return request.source().name().indexOf('/') < 0
                ? InstancePost.offer()
                        .live(live)
                        .instanceOnly(request.instanceOnly())
                        .target(there)
                        .allowInconsistent(request.allowInconsistent())
                        .build()
                : new InstanceSnapshotPost(request.target().name(), true, there, false);
    }

    private Operation fetch(
            InstancesPost wanted,
            SourceInstance original,
            List<String> addresses,
            @Nullable String certificate,
            Operation offer)
            throws IOException {
        for (int i = 0; ; i++) {
            try {
                String operation = addresses.get(i) + ApiPath.of("operations", offer.id());
                return create(wanted, migrated(InstanceSource.pull(operation, certificate, secrets(offer)), original));
            } catch (OperationFailedException e) {
                if (i == addresses.size() - 1 || !ServerAddresses.isTroubleOfConnecting(e) || hasEnded(source, offer)) {
                    throw e;
                }
            }
        }
    }

    private InstanceSource migrated(InstanceSource from, SourceInstance original) {
        return asRequested(from, original).toBuilder()
                .live(original.isRunning() && !request.filesOnly())
                .build();
    }

    private InstanceSource asRequested(InstanceSource from, SourceInstance original) {
        return from.toBuilder()
                .baseImage(original.baseImage())
                .instanceOnly(request.instanceOnly())
                .refresh(request.refresh())
                .allowInconsistent(request.allowInconsistent())
                .strict(request.strict())
                .build();
    }

    private static Map<String, String> secrets(Operation offer) {
        var secrets = new TreeMap<String, String>();
        if (offer.metadata() != null) {
            offer.metadata().forEach((channel, secret) -> {
                if (secret instanceof String text) {
                    secrets.put(channel, text);
                }
            });
        }
        return secrets;
    }

    private Operation create(InstancesPost wanted, InstanceSource from) throws IOException {
        return context.run(target, "POST", "/1.0/instances", complete(wanted, from), "Transferring instance");
    }

    private static InstancesPost complete(InstancesPost wanted, InstanceSource from) {
        return wanted.toBuilder().source(from).build();
    }

    private static boolean hasEnded(ApiServer server, Operation operation) throws IOException {
        return stateOf(server, operation)
                .map(now -> now.statusCode() >= StatusCode.SUCCESS.code())
                .orElse(true);
    }

    private static Optional<Operation> stateOf(ApiServer server, Operation operation) throws IOException {
        try {
            return Optional.of(server.get(ApiPath.of("operations", operation.id()), Operation.class));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    /** The two ends see different halves of a failure; the user needs both. */
    private static RuntimeException withReasonOf(
            ApiServer other, Operation operation, ApiServer failed, RuntimeException failure) throws IOException {
        String reason = stateOf(other, operation).map(Operation::err).orElse("");
        if (reason.isEmpty() || String.valueOf(failure.getMessage()).contains(reason)) {
            return failure;
        }
        return new CommandFailure(
                failed.remote() + ": " + failure.getMessage() + " (" + other.remote() + ": " + reason + ")", failure);
    }

    /** An offer that nobody took must not wait for its time-out. */
    private static void withdraw(ApiServer server, Operation offer) throws IOException {
        try {
            if (!hasEnded(server, offer)) {
                server.send("DELETE", ApiPath.of("operations", offer.id()), null);
            }
        } catch (ApiException e) {
            // It ended by itself meanwhile.
        }
    }
}
