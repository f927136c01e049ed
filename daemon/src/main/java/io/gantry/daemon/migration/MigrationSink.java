package io.gantry.daemon.migration;

import io.gantry.client.transport.MessageChannel;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.migration.transfer.ReceivedOwners;
import io.gantry.daemon.migration.transfer.TransferFormat;
import io.gantry.daemon.migration.transfer.VolumeChannel;
import io.gantry.daemon.migration.transfer.VolumeReceiver;
import io.gantry.daemon.migration.wire.CriuType;
import io.gantry.daemon.migration.wire.MigrationHeader;
import io.gantry.daemon.operation.Operations.Channels;
import io.gantry.storage.Volume;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving side of a migration: chooses a format, receives snapshots and volume, and tells the source of its
 * success only when everything is recorded. Undoing a failure is its caller's part.
 */
final class MigrationSink {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationSink.class);

    private final Volume volume;
    private final List<TransferFormat> formats;
    private final UnaryOperator<MigrationHeader> wanted;
    private final Function<TransferFormat, VolumeReceiver> receivers;
    private final Recording recording;

    /** What is done with what the source says of the instance, around the transfer. */
    interface Recording {
        /** Called before anything is received; may refuse by throwing. */
        void begin(MigrationHeader offer);

        /** Called when everything is received; when it returns, the instance is whole and durable. */
        void complete(MigrationHeader offer);
    }

    /**
     * @param formats of the target's pool, best first
     * @param wanted makes of the source's offer what is to travel, and says whether that is a refresh
     */
    MigrationSink(
            Volume volume,
            List<TransferFormat> formats,
            UnaryOperator<MigrationHeader> wanted,
            Function<TransferFormat, VolumeReceiver> receivers,
            Recording recording) {
        this.volume = volume;
        this.formats = formats;
        this.wanted = wanted;
        this.receivers = receivers;
        this.recording = recording;
    }

    /** Receives from one source. The channels are closed when this returns. */
    void run(Channels channels) throws Exception {
        try (MessageChannel controlMessages = channels.await("control", MigrationService.CONNECT_LIMIT);
                var volumes = new VolumeChannel(channels.await("fs", MigrationService.CONNECT_LIMIT))) {
            var control = new ControlChannel(controlMessages, MigrationService.HEADER_LIMIT);
            try {
                receive(control, volumes);
            } catch (Exception e) {
                tell(control, e);
                throw e;
            }
        }
    }

    private void receive(ControlChannel control, VolumeChannel volumes) throws Exception {
        MigrationHeader offered = control.receiveHeader();
        requireFilesOnly(offered);
        MigrationHeader offer = wanted.apply(offered);
        ReceivedOwners owners = ReceivedOwners.of(offer);
        TransferFormat format = TransferNegotiation.agree(offer, formats);
        LOG.info("receiving {} as {}", volume, format);
        recording.begin(offer);
        MigrationHeader answer = answer(offer, format);
        control.sendHeader(answer);
        var watch = new ControlWatch(control, volumes);
        try {
            if (answer.getIndexHeaderVersion() > 0) {
                volumes.readFrame();
                volumes.writeFrame(IndexHeader.accepted(offer.getRefresh()));
            }
            int passes = answer.hasCriu() ? 2 : 1;
            receivers.apply(format).receive(volume, offer.getSnapshotNamesList(), passes, owners, volumes);
            recording.complete(offer);
        } catch (Exception e) {
            throw watch.reasonOf(e);
        }
        tellSuccess(control);
    }

    /** The instance is whole and stays, whatever the source hears: it may close the channel as soon as it has heard. */
    private void tellSuccess(ControlChannel control) {
        try {
            control.sendSuccess();
        } catch (IOException e) {
            LOG.info("{} is received, and its source may not have heard of it: {}", volume, e.getMessage());
        }
    }

    /** The source waits for an answer until it gets one: it is told at once what it will not get. */
    private static void requireFilesOnly(MigrationHeader offer) {
        if (offer.hasCriu() && offer.getCriu() != CriuType.NONE) {
            throw DaemonException.notSupported(
                    "the instance is running, and its processes cannot be taken over: stop it"
                            + " first, or copy it with --stateless");
        }
    }

    private static MigrationHeader answer(MigrationHeader offer, TransferFormat format) {
        MigrationHeader.Builder answer = TransferNegotiation.header(List.of(format))
                .addAllSnapshotNames(offer.getSnapshotNamesList())
                .addAllSnapshots(offer.getSnapshotsList())
                .setIndexHeaderVersion(Math.min(offer.getIndexHeaderVersion(), IndexHeader.VERSION))
                .setRefresh(offer.getRefresh())
                .setPredump(false);
        if (offer.hasCriu() && offer.getCriu() == CriuType.NONE) {
            answer.setCriu(CriuType.NONE);
        }
        return answer.build();
    }

    private static void tell(ControlChannel control, Exception failure) {
        try {
            control.sendFailure(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        } catch (IOException e) {
            LOG.debug("the source cannot be told of the failure: {}", e.getMessage());
        }
    }
}
