package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstanceSource;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.remote.ImageService;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.ReadInstances;
import io.gantry.daemon.lifecycle.ImageInstance;
import io.gantry.daemon.lifecycle.InstanceTools;
import io.gantry.storage.tree.PoolCopy;

/** Reads from requests what volumes are to be filled with. Safe for use by many threads. */
public final class VolumeContents {
    private final InstanceTools tools;
    private final ReadInstances reads;
    private final ImageService images;
    private final ImageInstance imageVolumes;
    private final InstanceMigration migration;
    private final PoolCopy betweenPools;

    public VolumeContents(
            InstanceTools tools,
            ImageService images,
            ImageInstance imageVolumes,
            InstanceMigration migration,
            PoolCopy betweenPools) {
        this.tools = tools;
        this.reads = new ReadInstances(tools.instances(), tools.runtime(), tools.locks());
        this.images = images;
        this.imageVolumes = imageVolumes;
        this.migration = migration;
        this.betweenPools = betweenPools;
    }

    /**
     * The content of the instance that a request asks for.
     *
     * @throws DaemonException INVALID_REQUEST naming what is wrong with the source
     */
    VolumeContent of(InstanceKey key, InstancesPost request, InstanceSource source) {
        return switch (source.type()) {
            case "image" ->
                new ImageContent(tools.instances(), images, imageVolumes, ImageReference.of(key.project(), source));
            case "copy" -> new CopiedContent(tools, reads, betweenPools, key.project(), source);
            case "migration" -> new PeerContent(key, request, source, migration, new ReceivedRootDisk(tools));
            case "none" -> new EmptyContent(tools.volumes());
            default ->
                throw DaemonException.invalid(
                        "Unknown source type " + source.type() + ": it is image, copy, migration or none");
        };
    }
}
