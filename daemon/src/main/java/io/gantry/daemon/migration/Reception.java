package io.gantry.daemon.migration;

import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.TransferFormats;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import io.gantry.storage.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives an instance over channels that are connected already, whoever connected them.
 *
 * @param image fingerprint of the image that the source was made from; null where that is not known
 */
record Reception(
        PoolTransfers transfers,
        ReceivedInstances received,
        MigrationService.ImageBase imageBase,
        @Nullable String image) {
    void run(FillTarget target, LeftOut leftOut, OperationContext context, Channels channels) throws Exception {
        InstanceRecord instance = target.instance();
        TransferFormats formats = transfers.formats(instance, context);
        MigrationSink.Recording recording = received.recordingOf(instance.key(), leftOut, target.commit());
        MigrationSink sink = target.existing()
                .map(existing -> differences(existing, instance, formats, recording))
                .orElseGet(() -> whole(instance, formats, recording));
        sink.run(channels);
        leftOut.publish(context);
    }

    private MigrationSink whole(InstanceRecord instance, TransferFormats formats, MigrationSink.Recording recording) {
        String fingerprint = image == null ? "" : image;
        return new MigrationSink(
                volume(instance),
                transfers.offered(instance.pool()),
                offer -> offer.toBuilder().setRefresh(false).build(),
                format -> formats.receiver(format, base -> imageBase.create(base, fingerprint)),
                recording);
    }

    private MigrationSink differences(
            InstanceRecord existing,
            InstanceRecord instance,
            TransferFormats formats,
            MigrationSink.Recording recording) {
        KnownContent known = received.known(transfers.driver(existing.pool()), existing, instance);
        // A btrfs stream would bring all of the volume again.
        List<TransferFormat> offered = transfers.offered(instance.pool()).stream()
                .filter(TransferFormat.Rsync.class::isInstance)
                .toList();
        return new MigrationSink(
                volume(instance),
                offered,
                known::withoutKnown,
                format -> formats.receiver(format, known::makeBase),
                recording);
    }

    private static Volume volume(InstanceRecord instance) {
        InstanceKey key = instance.key();
        return Volume.container(instance.pool(), key.project(), key.name());
    }
}
