package io.gantry.daemon.migration;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSource;
import io.gantry.api.Operation;
import io.gantry.daemon.config.PoolKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceLocks;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceRuntime;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.instance.ReadInstance;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SourceKey;
import io.gantry.daemon.migration.TransferFormat.RsyncOption;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.operation.Operations;
import io.gantry.daemon.operation.Operations.Channels;
import io.gantry.daemon.pool.StoragePools;
import io.gantry.storage.StorageDriver;
import io.gantry.storage.Volume;
import io.gantry.storage.rsync.Rsync;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends instances to other daemons and receives theirs. Whoever is asked first waits for the other to connect: the source
 * in pull mode, the target in push mode; both wait where a client relays.
 */
public final class MigrationService implements InstanceMigration {
    /** How long the one that was asked first waits for the other to connect. */
    static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    /** How long a peer that has connected may take to say what it offers or wants. */
    static final Duration HEADER_LIMIT = Duration.ofSeconds(60);

    private final Instances instances;
    private final InstanceRuntime runtime;
    private final InstanceLocks locks;
    private final StoragePools pools;
    private final Operations operations;
    private final Rsync rsync;
    private final OfferDescription descriptions;
    private final ReceivedInstances received;
    private final ImageBase imageBase;
    private final InstantSource clock;

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
            InstanceRuntime runtime,
            InstanceLocks locks,
            StoragePools pools,
            Operations operations,
            Rsync rsync,
            OfferDescription descriptions,
            ReceivedInstances received,
            ImageBase imageBase,
            InstantSource clock) {
        this.instances = instances;
        this.runtime = runtime;
        this.locks = locks;
        this.pools = pools;
        this.operations = operations;
        this.rsync = rsync;
        this.descriptions = descriptions;
        this.received = received;
        this.imageBase = imageBase;
        this.clock = clock;
    }

    @Override
    public Operation offer(SourceKey source, InstancePost request) {
        InstanceKey key = source.instance();
        ReadInstance reading = ReadInstance.begin(instances, runtime, locks, source);
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
            PeerOperation target = PeerOperation.of(request.target());
            return operations.start(plan, context -> {
                try (reading;
                        target) {
                    source(reading, isAlone, context).run((channel, _) -> target.connect(channel));
                }
            });
        } catch (RuntimeException e) {
            reading.close();
            throw e;
        }
    }

    private MigrationSource source(ReadInstance reading, boolean isAlone, OperationContext context) {
        InstanceRecord record = reading.instance().record();
        var formats = formats(record, context);
        String limit = pools.config(record.pool()).text(PoolKeys.RSYNC_BWLIMIT);
        RsyncTree.Tree tree = reading.isInUse() ? RsyncTree.Tree.IN_USE : RsyncTree.Tree.STILL;
        var offer = descriptions.of(
                reading.instance(),
                reading.chosen(),
                isAlone ? List.of() : instances.snapshots(record.key()),
                offered(record.pool()),
                reading.isInUse());
        return new MigrationSource(offer, format -> formats.sender(format, tree, limit));
    }

    private TransferFormats formats(InstanceRecord instance, OperationContext context) {
        StorageDriver driver = pools.started(instance.pool()).volumes();
        return new TransferFormats(rsync, driver, new TransferProgress(context, clock));
    }

    private List<TransferFormat> offered(String pool) {
        var options = EnumSet.allOf(RsyncOption.class);
        if (!pools.config(pool).get(PoolKeys.RSYNC_COMPRESSION)) {
            options.remove(RsyncOption.COMPRESS);
        }
        if (!rsync.knowsFastMethods()) {
            options.remove(RsyncOption.FAST_METHODS);
        }
        return TransferFormats.of(pools.started(pool).volumes(), options);
    }

    @Override
    public void fetch(
            InstanceRecord instance,
            @Nullable InstanceRecord existing,
            InstanceSource source,
            LeftOut leftOut,
            OperationContext context,
            Runnable whenWhole)
            throws Exception {
        try (var peer = PeerOperation.of(source)) {
            receive(instance, existing, source, (channel, _) -> peer.connect(channel), leftOut, context, whenWhole);
        }
    }

    @Override
    public void receive(
            InstanceRecord instance,
            @Nullable InstanceRecord existing,
            InstanceSource source,
            Channels channels,
            LeftOut leftOut,
            OperationContext context,
            Runnable whenWhole)
            throws Exception {
        Volume volume = Volume.container(
                instance.pool(), instance.key().project(), instance.key().name());
        MigrationSink.Recording recording = received.recordingOf(instance.key(), leftOut, whenWhole);
        TransferFormats formats = formats(instance, context);
        List<TransferFormat> offered = offered(instance.pool());
        MigrationSink sink;
        if (existing == null) {
            String image = source.baseImage() == null ? "" : source.baseImage();
            sink = new MigrationSink(
                    volume,
                    offered,
                    offer -> offer.toBuilder().setRefresh(false).build(),
                    format -> formats.receiver(format, base -> imageBase.create(base, image)),
                    recording);
        } else {
            KnownContent known = received.known(pools.started(instance.pool()).volumes(), existing, instance);
            sink = new MigrationSink(
                    volume,
                    // A btrfs stream would bring all of the volume again.
                    offered.stream()
                            .filter(TransferFormat.Rsync.class::isInstance)
                            .toList(),
                    known::withoutKnown,
                    format -> formats.receiver(format, known::makeBase),
                    recording);
        }
        sink.run(channels);
        leftOut.publish(context);
    }
}
