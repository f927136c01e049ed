package io.gantry.daemon.migration;

import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.migration.transfer.VolumeSender;
import io.gantry.daemon.migration.wire.CriuType;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.operation.Operations.Channels;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending side of a migration: offers formats, sends snapshots and volume, and waits for the target's word
 * that it has everything. Never changes the instance.
 */
final class MigrationSource {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationSource.class);

    private final Offer offer;
    private final Function<TransferFormat, VolumeSender> senders;

    /**
     * What is offered.
     *
     * @param description the instance and its snapshots as the header describes them
     * @param index the index header, in JSON
     * @param volume the volume to send, which is a snapshot where a snapshot is copied
     * @param snapshots names of the snapshots to send before it, oldest first
     * @param formats best first
     * @param isRunning whether processes may change the volume meanwhile
     */
    record Offer(
            MigrationHeader description,
            String index,
            Volume volume,
            List<String> snapshots,
            List<TransferFormat> formats,
            boolean isRunning) {}

    MigrationSource(Offer offer, Function<TransferFormat, VolumeSender> senders) {
        this.offer = offer;
        this.senders = senders;
    }

    /** Serves one target. The channels are closed when this returns. */
    void run(Channels channels) throws Exception {
        try (MessageChannel controlMessages = channels.await("control", MigrationService.CONNECT_LIMIT);
                var volumes = new VolumeChannel(channels.await("fs", MigrationService.CONNECT_LIMIT))) {
            var control = new ControlChannel(controlMessages, MigrationService.HEADER_LIMIT);
            try {
                serve(control, volumes);
            } catch (Exception e) {
                tell(control, e);
                throw e;
            }
        }
    }

    private void serve(ControlChannel control, VolumeChannel volumes) throws Exception {
        control.sendHeader(header());
        MigrationHeader answer = control.receiveHeader();
        TransferFormat format = TransferNegotiation.agree(answer, offer.formats());
        LOG.info("sending {} as {}", offer.volume(), format);
        var watch = new ControlWatch(control, volumes);
        try {
            if (answer.getIndexHeaderVersion() > 0) {
                volumes.writeFrame(offer.index().getBytes(StandardCharsets.UTF_8));
                IndexHeader.requireAccepted(volumes.readFrame());
            }
            VolumeSender sender = senders.apply(format);
            sender.send(offer.volume(), wanted(answer), volumes);
            if (answer.getCriu() == CriuType.NONE && answer.hasCriu()) {
                sender.sendChanges(offer.volume(), volumes);
            }
        } catch (IOException e) {
            if (!volumes.isLost() || !watch.hasSucceeded(MigrationService.CONNECT_LIMIT)) {
                throw watch.reasonOf(e);
            }
            LOG.debug("the target has all of {} and closed the channel before it heard so", offer.volume(), e);
        } catch (Exception e) {
            throw watch.reasonOf(e);
        }
        watch.await();
    }

    /** The snapshots to send: for a refresh, those that the target asks for. */
    private List<String> wanted(MigrationHeader answer) {
        return answer.getRefresh()
                ? offer.snapshots().stream()
                        .filter(answer.getSnapshotNamesList()::contains)
                        .toList()
                : offer.snapshots();
    }

    private MigrationHeader header() {
        MigrationHeader.Builder header = offer.description().toBuilder()
                .mergeFrom(TransferNegotiation.header(offer.formats()).buildPartial())
                .setIndexHeaderVersion(IndexHeader.VERSION)
                .setPredump(false);
        if (offer.isRunning()) {
            header.setCriu(CriuType.NONE);
        }
        return header.build();
    }

    private static void tell(ControlChannel control, Exception failure) {
        try {
            control.sendFailure(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        } catch (IOException e) {
            LOG.debug("the target cannot be told of the failure: {}", e.getMessage());
        }
    }
}
