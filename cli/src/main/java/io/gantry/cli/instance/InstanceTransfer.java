package io.gantry.cli.instance;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSnapshotPost;
import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.api.Operation;
import io.gantry.api.StatusCode;
import io.gantry.cli.command.Context;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.ServerAddresses;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings an instance or a snapshot from one server to another, or to another name on the same.
 *
 * <p>Between servers the source makes an offer with one-time secrets, and the target gets the offer with the source's
 * address and certificate and fetches by itself. Nothing of the contents passes through the client.
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
        if (!request.refresh()) {
            refuseTakenName();
        }
        SourceInstance original = SourceInstance.read(source, request.source().name());
        if (original.isRunning() && !request.stateless() && request.purpose() == TransferRequest.Purpose.MOVE) {
            throw new CommandFailure(
                    "The instance " + request.source() + " is running; stop it first, or move it with --stateless");
        }
        InstancesPost wanted = wanted(original);
        Operation done =
                source.remote().equals(target.remote()) ? copyWithin(wanted, original) : fetchAcross(wanted, original);
        return request.target().name().isEmpty()
                ? InstanceCreation.newName(done)
                : request.target().name();
    }

    private void refuseTakenName() throws IOException {
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
        return new InstancesPost(
                request.target().name(),
                null,
                "",
                original.type(),
                original.architecture(),
                config,
                devices,
                request.ephemeral() || original.ephemeral(),
                profiles == null ? original.profiles() : profiles,
                original.stateful(),
                original.description());
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
        var from = new InstanceSource(
                "copy",
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                original.baseImage(),
                null,
                null,
                Map.of(),
                request.source().name(),
                false,
                request.instanceOnly(),
                request.instanceOnly(),
                request.refresh(),
                null,
                request.allowInconsistent());
        return create(wanted, from);
    }

    private Operation fetchAcross(InstancesPost wanted, SourceInstance original) throws IOException {
        List<String> addresses = ServerAddresses.of(source);
        if (addresses.isEmpty()) {
            throw ServerAddresses.notReachable(source.remote());
        }
        String certificate = ServerAddresses.certificate(source);
        Operation offer = source.start("POST", ApiPath.instance(request.source().name()), offerRequest());
        try {
            Operation done = fetch(wanted, original, addresses, certificate, offer);
            context.await(source, offer, "Finishing at " + source.remote());
            return done;
        } catch (OperationFailedException | ApiException | CommandFailure e) {
            throw withReasonOfSource(offer, e);
        } finally {
            withdraw(offer);
        }
    }

    private Object offerRequest() {
        // A server that cannot carry running processes over refuses then, instead of leaving them behind unasked.
        boolean live = !request.stateless();
        return request.source().name().indexOf('/') < 0
                ? new InstancePost(
                        "",
                        true,
                        live,
                        request.instanceOnly(),
                        request.instanceOnly(),
                        null,
                        "",
                        "",
                        request.allowInconsistent())
                : new InstanceSnapshotPost(request.target().name(), true, null, false);
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
                return create(wanted, sourceAt(addresses.get(i), certificate, offer, original));
            } catch (OperationFailedException e) {
                if (i == addresses.size() - 1 || !ServerAddresses.isTroubleOfConnecting(e) || hasEnded(offer)) {
                    throw e;
                }
            }
        }
    }

    private InstanceSource sourceAt(
            String address, @Nullable String certificate, Operation offer, SourceInstance original) {
        return new InstanceSource(
                "migration",
                certificate,
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                original.baseImage(),
                "pull",
                address + ApiPath.of("operations", offer.id()),
                secrets(offer),
                null,
                false,
                request.instanceOnly(),
                request.instanceOnly(),
                request.refresh(),
                null,
                request.allowInconsistent());
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
        var complete = new InstancesPost(
                wanted.name(),
                from,
                wanted.instanceType(),
                wanted.type(),
                wanted.architecture(),
                wanted.config(),
                wanted.devices(),
                wanted.ephemeral(),
                wanted.profiles(),
                wanted.stateful(),
                wanted.description());
        return context.run(target, "POST", "/1.0/instances", complete, "Transferring instance");
    }

    private boolean hasEnded(Operation offer) throws IOException {
        return stateOf(offer)
                .map(now -> now.statusCode() >= StatusCode.SUCCESS.code())
                .orElse(true);
    }

    private Optional<Operation> stateOf(Operation offer) throws IOException {
        try {
            return Optional.of(source.get(ApiPath.of("operations", offer.id()), Operation.class));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    /** The two ends see different halves of a failure; the user needs both. */
    private RuntimeException withReasonOfSource(Operation offer, RuntimeException failure) throws IOException {
        String reason = stateOf(offer).map(Operation::err).orElse("");
        if (reason.isEmpty() || String.valueOf(failure.getMessage()).contains(reason)) {
            return failure;
        }
        return new CommandFailure(
                target.remote() + ": " + failure.getMessage() + " (" + source.remote() + ": " + reason + ")", failure);
    }

    /** An offer that nobody took must not wait for its time-out. */
    private void withdraw(Operation offer) throws IOException {
        try {
            if (!hasEnded(offer)) {
                source.send("DELETE", ApiPath.of("operations", offer.id()), null);
            }
        } catch (ApiException e) {
            // It ended by itself meanwhile.
        }
    }
}
