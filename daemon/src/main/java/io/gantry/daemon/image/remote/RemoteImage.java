package io.gantry.daemon.image.remote;

import io.gantry.daemon.image.store.Fingerprint;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An image on another server.
 *
 * @param properties what the server says; empty for what the image says of itself
 * @param expiresAt likewise
 */
record RemoteImage(
        Fingerprint fingerprint, String filename, Map<String, String> properties, Optional<Instant> expiresAt) {
    RemoteImage {
        properties = Map.copyOf(properties);
    }

    /** @throws IOException where a server names an image by something else */
    static Fingerprint fingerprint(String told) throws IOException {
        if (!Fingerprint.isOne(told)) {
            throw new IOException("the server names the image by what is no fingerprint: \"" + told + "\"");
        }
        return new Fingerprint(told);
    }
}
