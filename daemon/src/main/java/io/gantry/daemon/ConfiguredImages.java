package io.gantry.daemon;

import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.image.remote.ImageSettings;
import java.time.Duration;
import java.util.Set;

/** What the server's configuration says about images, with LXD's defaults. */
final class ConfiguredImages implements ImageSettings {
    private final ServerConfig config;

    ConfiguredImages(ServerConfig config) {
        this.config = config;
    }

    @Override
    public String compressionAlgorithm() {
        return value(ServerConfig.COMPRESSION, "gzip");
    }

    @Override
    public Duration autoUpdateInterval() {
        return Duration.ofHours(Long.parseLong(value(ServerConfig.UPDATE_INTERVAL, "6")));
    }

    @Override
    public boolean autoUpdateCached() {
        return Set.of("true", "1", "yes", "on")
                .contains(value("images.auto_update_cached", "true").toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public Duration remoteCacheExpiry() {
        return Duration.ofDays(Long.parseLong(value(ServerConfig.CACHE_EXPIRY, "10")));
    }

    private String value(String key, String otherwise) {
        return config.value(key).filter(text -> !text.isEmpty()).orElse(otherwise);
    }
}
