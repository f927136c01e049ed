package io.gantry.daemon.image.remote;

import java.time.Duration;

/** What the server's configuration says about images. Answers are as of now. */
public interface ImageSettings {
    /** {@code images.compression_algorithm}: a program, with its options; {@code none} for no compression. */
    String compressionAlgorithm();

    /** {@code images.auto_update_interval}; zero for never. */
    Duration autoUpdateInterval();

    /** {@code images.auto_update_cached}. */
    boolean autoUpdateCached();

    /** {@code images.remote_cache_expiry}: how long a cached image is kept unused. */
    Duration remoteCacheExpiry();
}
