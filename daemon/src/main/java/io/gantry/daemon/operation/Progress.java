package io.gantry.daemon.operation;

import java.util.Map;

/** Is told how far work is, as operation metadata: {@code download_progress -> 40% (3.20MB/s)}. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress SILENT = _ -> {};

    void publish(Map<String, Object> metadata);
}
