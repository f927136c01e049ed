package io.gantry.daemon.image.remote;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An image on another server.
 *
 * @param properties what the server says; empty for what the image says of itself
 * @param expiresAt likewise
 */
record RemoteImage(String fingerprint, String filename, Map<String, String> properties, Optional<Instant> expiresAt) {
    RemoteImage {
        properties = Map.copyOf(properties);
    }
}
