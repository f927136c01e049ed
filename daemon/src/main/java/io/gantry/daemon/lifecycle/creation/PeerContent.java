package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.device.UnderstoodConfig;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.FillTarget;
import io.gantry.daemon.instance.IncomingInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.LeftOut;
import io.gantry.daemon.template.PendingTemplates;
import io.gantry.daemon.template.TemplateTrigger;
import java.util.List;

/**
 * What an instance of another daemon holds: it is fetched from there (pull), or brought here (push). What that daemon
 * knows of its configuration and this one does not is left out, and told.
 */
final class PeerContent implements VolumeContent {
    private final InstanceKey key;
    private final IncomingInstance incoming;
    private final UnderstoodConfig understood;
    private final LeftOut leftOut;
    private final ReceivedRootDisk rootDisk;

    /** @throws DaemonException INVALID_REQUEST naming what the source of the migration lacks or has wrong */
    PeerContent(
            InstanceKey key,
            InstancesPost request,
            InstanceSource source,
            InstanceMigration migration,
            ReceivedRootDisk rootDisk) {
        this.key = key;
        this.rootDisk = rootDisk;
        incoming = migration.incoming(source);
        understood = UnderstoodConfig.of(request.config(), request.devices());
        leftOut = new LeftOut(source.strict());
    }

    /** @throws DaemonException INVALID_REQUEST naming what would be left out, where nothing may be */
    @Override
    public void check() {
        leftOut.add(key.name(), understood.leftOut());
    }

    @Override
    public boolean canRefresh() {
        return true;
    }

    @Override
    public InstanceDraft draft(InstancesPost request) {
        InstancesPost placed = rootDisk.placed(key, request.with(understood.config(), understood.devices()));
        return new InstanceDraft(
                placed.with(PendingTemplates.added(placed.config(), TemplateTrigger.COPY), placed.devices()));
    }

    @Override
    public List<String> channels() {
        return incoming.channels();
    }

    @Override
    public void fill(FillTarget target, Transfer transfer) throws Exception {
        incoming.receive(target, leftOut, transfer.operation(), transfer.channels());
    }
}
