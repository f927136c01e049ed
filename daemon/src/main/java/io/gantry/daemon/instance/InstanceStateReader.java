package io.gantry.daemon.instance;

import io.gantry.api.InstanceState;
import io.gantry.api.StatusCode;

/** What instances are doing and using now. Safe for use by many threads. */
public interface InstanceStateReader {
    /** The state with all figures. */
    InstanceState read(ExpandedInstance instance);

    /** Only what it is doing: {@link StatusCode#RUNNING}, {@link StatusCode#STOPPED}, ... */
    StatusCode status(InstanceKey key);
}
