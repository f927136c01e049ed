package io.gantry.daemon.instance;

import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSource;
import io.gantry.api.Operation;
import java.util.List;

/** Instances that travel between daemons. Safe for use by many threads. */
public interface InstanceMigration {
    /** The channels of a migration, of which each has a secret of its own. */
    List<String> CHANNELS = List.of("control", "fs");

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
     * The instance that a request says to take from another daemon: in pull mode this daemon connects to the source, in
     * push mode the source connects here. Nothing is done yet.
     *
     * @throws io.gantry.daemon.failure.DaemonException INVALID_REQUEST naming what the request lacks or has wrong: mode,
     *     URL, certificate, secrets; NOT_SUPPORTED where running processes are to come along
     */
    IncomingInstance incoming(InstanceSource source);
}
