package io.gantry.daemon.lifecycle.creation;

import io.gantry.api.InstancesPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.FillTarget;
import java.util.List;

/**
 * What the volume of an instance is filled with. Making one reads the request and says what is wrong with it; then
 * {@link #check} is called once, {@link #fill} at most once, and {@link #close} in any case.
 */
sealed interface VolumeContent extends AutoCloseable permits EmptyContent, ImageContent, CopiedContent, PeerContent {
    /**
     * Says what is in the way, as far as it can be known before the content is fetched, and takes hold of what must stay
     * as it is meanwhile. Writes nothing.
     *
     * @throws DaemonException naming what is wrong
     */
    void check();

    /** What a new instance with this content is to be like. */
    InstanceDraft draft(InstancesPost request);

    /** Whether an instance that has such content already can be brought up to date with it. */
    default boolean canRefresh() {
        return false;
    }

    /** The channels to which the source of the content connects here; none for most. */
    default List<String> channels() {
        return List.of();
    }

    /**
     * Makes the volume of the target, and its snapshots with their records. The caller holds the target's lock, has
     * written its intent, undoes everything when this throws, and commits the target afterwards unless that has been
     * done.
     */
    void fill(FillTarget target, Transfer transfer) throws Exception;

    /** Lets go of what {@link #check} took hold of. */
    @Override
    default void close() {}
}
