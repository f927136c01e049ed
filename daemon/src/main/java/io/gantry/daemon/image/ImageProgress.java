package io.gantry.daemon.image;

import java.util.Map;

/** Is told how far work on an image is, as operation metadata: {@code download_progress -> 40% (3.20MB/s)}. */
@FunctionalInterface
public interface ImageProgress {
    /** Tells nobody. */
    ImageProgress SILENT = _ -> {};

    void publish(Map<String, Object> metadata);
}
