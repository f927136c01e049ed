package io.gantry.client.migration;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSnapshotPost;
import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.api.MigrationTarget;
import io.gantry.api.Operation;
import io.gantry.client.instance.Instances;
import io.gantry.client.instance.Snapshots;
import io.gantry.client.operation.Offer;
import io.gantry.client.operation.OperationAwaiter;
import io.gantry.client.operation.Operations;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.LacksExtensionException;
import io.gantry.client.server.OperationFailedException;
import io.gantry.client.server.ServerAddresses;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings an instance or a snapshot from one server to another, or to another name on the same.
 *
 * <p>Between servers one of them makes an offer with one-time secrets, and the other gets the offer with the first one's
 * address and certificate and connects by itself. Only where this program relays, the contents pass through it.
 *
 * <p>Whatever fails, no offer of either server stays behind. For one thread.
 */
public final class InstanceTransfer {
    private static final String WHAT = "Transferring instance";

    private final ApiServer source;
    private final ApiServer target;
    private final OperationAwaiter awaiter;
    private final LeftOut leftOut;

    /** Hears what of the source the target does not know and leaves out, before a refreshed copy is configured. */
    public interface LeftOut {
        void tell(List<String> parts) throws IOException;
    }

    public InstanceTransfer(ApiServer source, ApiServer target, OperationAwaiter awaiter, LeftOut leftOut) {
        this.source = source;
        this.target = target;
        this.awaiter = awaiter;
        this.leftOut = leftOut;
    }

    /**
     * Does it, and returns when all is at the target and, for a refresh, configured as the source is.
     *
     * @param original the source as it is, from {@link SourceInstance#read}
     * @return the operation that made the copy; {@link Instances#nameOf} knows its name
     * @throws io.gantry.client.server.NotReachableException where the server that is to be connected to does not listen
     * @throws LacksExtensionException where a server is too old for the mode
     * @throws ChannelNotTakenException where the target cannot take over what the source has to send
     * @throws TransferFailedException or another failure of an operation, where a server did not come to an end with it
     */
    public Operation run(TransferRequest request, SourceInstance original) throws IOException {
        InstancesPost wanted = original.asRequested(request);
        Operation done = source.remote().equals(target.remote())
                ? create(wanted, asRequested(InstanceSource.copy(request.source()), request, original))
                : switch (request.mode()) {
                    case PULL -> pull(request, wanted, original);
                    case PUSH -> push(request, wanted, original);
                    case RELAY -> relay(request, wanted, original);
                };
        if (done.metadata() != null && done.metadata().get("left_out") instanceof List<?> parts) {
            leftOut.tell(parts.stream().map(String::valueOf).toList());
        }
        if (request.refresh()) {
            var instances = new Instances(target);
            Operation change =
                    instances.change(request.target(), CopyConfiguration.of(instances.get(request.target()), wanted));
            awaiter.await(target, change, "Refreshing instance");
        }
        return done;
    }

    private Operation pull(TransferRequest request, InstancesPost wanted, SourceInstance original) throws IOException {
        List<String> addresses = ServerAddresses.of(source);
        String certificate = ServerAddresses.certificate(source);
        try (var offer = new Offer(source, offer(request, null))) {
            try {
                Operation done = offer.takenAtOneOf(addresses, address -> {
                    String url = Operations.url(address, offer.operation());
                    return create(
                            wanted,
                            migrated(InstanceSource.pull(url, certificate, offer.secrets()), request, original));
                });
                finish(source, offer);
                return done;
            } catch (OperationFailedException | ApiException e) {
                throw withReasonOf(offer, target, e);
            }
        }
    }

    private Operation push(TransferRequest request, InstancesPost wanted, SourceInstance original) throws IOException {
        requireExtension(source, "container_push");
        requireExtension(target, "container_push_target");
        List<String> addresses = ServerAddresses.of(target);
        String known = ServerAddresses.certificate(target);
        String certificate = known == null ? "" : known;
        try (var sink = new Offer(target, awaitPush(request, wanted, original))) {
            try {
                sink.takenAtOneOf(addresses, address -> {
                    var there =
                            new MigrationTarget(certificate, Operations.url(address, sink.operation()), sink.secrets());
                    return awaiter.await(source, offer(request, there), WHAT);
                });
                return finish(target, sink);
            } catch (OperationFailedException | ApiException e) {
                throw withReasonOf(sink, source, e);
            }
        }
    }

    private Operation relay(TransferRequest request, InstancesPost wanted, SourceInstance original) throws IOException {
        requireExtension(target, "container_push_target");
        try (var offer = new Offer(source, offer(request, null))) {
            try (var sink = new Offer(target, awaitPush(request, wanted, original));
                    var _ = ChannelRelay.join(offer, sink)) {
                Operation done = awaiter.await(target, sink.operation(), WHAT);
                finish(source, offer);
                return done;
            } catch (OperationFailedException | ApiException | ChannelNotTakenException e) {
                throw withReasonOf(offer, target, e);
            }
        }
    }

    private Operation finish(ApiServer server, Offer offer) throws IOException {
        return awaiter.await(server, offer.operation(), "Finishing at " + server.remote());
    }

    /** Makes the target wait for the source. */
    private Operation awaitPush(TransferRequest request, InstancesPost wanted, SourceInstance original)
            throws IOException {
        InstanceSource from = migrated(InstanceSource.push(), request, original);
        return new Instances(target).create(wanted.toBuilder().source(from).build());
    }

    private Operation offer(TransferRequest request, @Nullable MigrationTarget there) throws IOException {
        int slash = request.source().indexOf('/');
        if (slash >= 0) {
            return new Snapshots(source, request.source().substring(0, slash))
                    .offer(request.source().substring(slash + 1), InstanceSnapshotPost.offer(request.target(), there));
        }
        // A server that cannot carry running processes over refuses then, instead of leaving them behind unasked.
        return new Instances(source)
                .change(
                        request.source(),
                        InstancePost.offer()
                                .live(!request.filesOnly())
                                .instanceOnly(request.instanceOnly())
                                .target(there)
                                .allowInconsistent(request.allowInconsistent())
                                .build());
    }

    private Operation create(InstancesPost wanted, InstanceSource from) throws IOException {
        return awaiter.await(
                target,
                new Instances(target).create(wanted.toBuilder().source(from).build()),
                WHAT);
    }

    private static InstanceSource migrated(InstanceSource from, TransferRequest request, SourceInstance original) {
        return asRequested(from, request, original).toBuilder()
                .live(original.isRunning() && !request.filesOnly())
                .build();
    }

    private static InstanceSource asRequested(InstanceSource from, TransferRequest request, SourceInstance original) {
        return from.toBuilder()
                .baseImage(original.baseImage())
                .instanceOnly(request.instanceOnly())
                .refresh(request.refresh())
                .allowInconsistent(request.allowInconsistent())
                .strict(request.strict())
                .build();
    }

    private static void requireExtension(ApiServer server, String extension) throws IOException {
        if (!server.has(extension)) {
            throw new LacksExtensionException(server.remote(), extension);
        }
    }

    /** The two ends see different halves of a failure; the user needs both. */
    private static RuntimeException withReasonOf(Offer other, ApiServer failed, RuntimeException failure)
            throws IOException {
        String reason = other.failure();
        return reason.isEmpty() || String.valueOf(failure.getMessage()).contains(reason)
                ? failure
                : new TransferFailedException(failed.remote(), other.server().remote(), reason, failure);
    }
}
