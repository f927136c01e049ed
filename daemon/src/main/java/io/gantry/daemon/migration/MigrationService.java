package io.gantry.daemon.migration;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSource;
import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.IncomingInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.ReadInstance;
import io.gantry.daemon.instance.ReadInstances;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SourceKey;
import io.gantry.daemon.migration.transfer.RsyncTree;
import io.gantry.daemon.migration.transfer.TransferFormats;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.operation.Operations;
import io.gantry.storage.Volume;
import java.time.Duration;
import java.util.List;

/**
 * Sends instances to other daemons and receives theirs. Whoever is asked first waits for the other to connect: the source
 * in pull mode, the target in push mode; both wait where a client relays.
 */
public final class MigrationService implements InstanceMigration {
    /** How long the one that was asked first waits for the other to connect. */
    static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    /** How long a peer that has connected may take to say what it offers or wants. */
    static final Duration HEADER_LIMIT = Duration.ofSeconds(60);

    /** The channel by which others offer the memory of running processes. */
    private static final String PROCESSES = "criu";

    private final Instances instances;
    private final ReadInstances reads;
    private final Operations operations;
    private final PoolTransfers transfers;
    private final OfferDescription descriptions;
    private final ReceivedInstances received;
    private final ImageBase imageBase;

    /** Makes volumes from images that are here, so that only what differs has to travel. */
    public interface ImageBase {
        /**
         * Makes a volume from an image, or an empty one where the image is not here.
         *
         * @param fingerprint of the image that the source was made from; empty where that is not known
         */
        void create(Volume volume, String fingerprint) throws InterruptedException;
    }

    public MigrationService(
            Instances instances,
            ReadInstances reads,
            Operations operations,
            PoolTransfers transfers,
            OfferDescription descriptions,
            ReceivedInstances received,
            ImageBase imageBase) {
        this.instances = instances;
        this.reads = reads;
        this.operations = operations;
        this.transfers = transfers;
        this.descriptions = descriptions;
        this.received = received;
        this.imageBase = imageBase;
    }

    @Override
    public Operation offer(SourceKey source, InstancePost request) {
        InstanceKey key = source.instance();
        ReadInstance reading = reads.begin(source);
        try {
            if (reading.isInUse() && request.live()) {
                throw DaemonException.invalid("Instance is running: " + key
                        + " can be copied with its files only; stop it first, or use --stateless");
            }
            boolean isAlone = source instanceof SnapshotKey || request.instanceOnly() || request.containerOnly();
            OperationPlan plan =
                    OperationPlan.onInstance("Migrating instance", key.name()).cancellable();
            if (request.target() == null) {
                return operations.offer(plan, CHANNELS, (context, channels) -> {
                    try (reading) {
                        source(reading, isAlone, context).run(channels);
                    }
                });
            }
            PeerAddress target = PeerAddress.of(request.target());
            return operations.start(plan, context -> {
                try (reading;
                        var peer = new PeerOperation(target)) {
                    source(reading, isAlone, context).run((channel, _) -> peer.connect(channel));
                }
            });
        } catch (RuntimeException e) {
            reading.close();
            throw e;
        }
    }

    private MigrationSource source(ReadInstance reading, boolean isAlone, OperationContext context) {
        InstanceRecord record = reading.instance().record();
        TransferFormats formats = transfers.formats(record, context);
        String limit = transfers.bandwidthLimit(record.pool());
        RsyncTree.Tree tree = reading.isInUse() ? RsyncTree.Tree.IN_USE : RsyncTree.Tree.STILL;
        var offer = descriptions.of(
                reading.instance(),
                reading.chosen(),
                isAlone ? List.of() : instances.snapshots(record.key()),
                transfers.offered(record.pool()),
                reading.isInUse());
        return new MigrationSource(offer, format -> formats.sender(format, tree, limit));
    }

    @Override
    public IncomingInstance incoming(InstanceSource source) {
        // A source that offers running processes too waits for all of its channels, and would hear only then that
        // nobody takes them.
        if (source.live() || source.secrets().containsKey(PROCESSES)) {
            throw DaemonException.notSupported(
                    "the source of the migration is running, and its processes cannot be taken"
                            + " over: stop it first, or copy it with --stateless");
        }
        var reception = new Reception(transfers, received, imageBase, source.baseImage());
        String mode = source.mode() == null || source.mode().isEmpty() ? "pull" : source.mode();
        return switch (mode) {
            case "pull" -> new PulledInstance(PeerAddress.of(source), reception);
            case "push" -> new PushedInstance(reception);
            default -> throw DaemonException.invalid("Unknown mode " + mode + " of a migration: it is pull or push");
        };
    }
}
