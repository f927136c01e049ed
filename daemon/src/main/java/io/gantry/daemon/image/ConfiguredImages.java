package io.gantry.daemon.image;

import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.config.ServerKeys;
import io.gantry.daemon.image.remote.ImageSettings;
import java.time.Duration;

/** What the server's configuration says about images. */
final class ConfiguredImages implements ImageSettings {
    private final ServerConfig config;

    ConfiguredImages(ServerConfig config) {
        this.config = config;
    }

    @Override
    public String compressionAlgorithm() {
        return config.get(ServerKeys.COMPRESSION_ALGORITHM);
    }

    @Override
    public Duration autoUpdateInterval() {
        return config.get(ServerKeys.AUTO_UPDATE_INTERVAL);
    }

    @Override
    public boolean autoUpdateCached() {
        return config.get(ServerKeys.AUTO_UPDATE_CACHED);
    }

    @Override
    public Duration remoteCacheExpiry() {
        return config.get(ServerKeys.REMOTE_CACHE_EXPIRY);
    }
}
