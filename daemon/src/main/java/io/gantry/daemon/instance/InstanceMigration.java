package io.gantry.daemon.instance;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSource;
import io.gantry.api.Operation;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.Operations.Channels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Instances that travel between daemons. Safe for use by many threads. */
public interface InstanceMigration {
    /** The channels of a migration, of which each has a secret of its own. */
    List<String> CHANNELS = List.of("control", "fs");

    /** The channel by which others offer the memory of running processes. */
    String PROCESSES = "criu";

    /**
     * Offers an instance, or one of its snapshots, to another daemon: the operation holds the secrets with which that
     * one connects. Where the request names a target, it connects to that and sends. The instance is never changed.
     *
     * @param source a snapshot is sent as an instance of its own
     * @throws io.gantry.daemon.failure.DaemonException where it can't be sent, such as a running one without
     *     {@code live}
     */
    Operation offer(SourceKey source, InstancePost request);

    /**
     * Connects to the source that offers a new instance and receives it: its volume, and its snapshots with their
     * records. The caller holds the instance's lock, has written its intent and inserted the record, and undoes
     * everything when this throws.
     *
     * @param leftOut gets what the snapshots have and this server does not know
     * @param existing an older copy in the same pool, from which only the differences travel; null where there is none
     * @param whenWhole called once everything is received and before the source hears of it: when it returns, nothing
     *     may undo the instance any more, since the source may be deleted from then on
     */
    void fetch(
            InstanceRecord instance,
            @Nullable InstanceRecord existing,
            InstanceSource source,
            LeftOut leftOut,
            OperationContext context,
            Runnable whenWhole)
            throws Exception;

    /** As {@link #fetch}, from a source that connects to the channels of an operation here. */
    void receive(
            InstanceRecord instance,
            @Nullable InstanceRecord existing,
            InstanceSource source,
            Channels channels,
            LeftOut leftOut,
            OperationContext context,
            Runnable whenWhole)
            throws Exception;
}
