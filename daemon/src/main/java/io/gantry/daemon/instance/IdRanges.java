package io.gantry.daemon.instance;

import java.util.function.Consumer;

/** The ids of the host that stand for those of unprivileged instances. Safe for use by many threads. */
public interface IdRanges {
    /**
     * Decides the ids for an instance's next start and has its record stored with them ({@code volatile.idmap.next},
     * {@code volatile.idmap.base}), before anybody else gets ids. An isolated instance keeps the ids that it has as long
     * as they fit.
     *
     * @param store keeps the record where other instances' are
     * @throws io.gantry.daemon.failure.DaemonException INVALID_REQUEST where the host has not enough ids, or ids
     *     overlap
     */
    void allot(ExpandedInstance instance, Consumer<InstanceRecord> store);
}
