package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * The body of {@code POST /1.0/images/FINGERPRINT/export}: sends the image to another server.
 *
 * @param target URL of the server
 * @param secret that the server gave for this image
 * @param certificate PEM of the server
 */
@Json
public record ImageExportPost(
        String target, String secret, String certificate, List<ImageAlias> aliases, String project) {
    public ImageExportPost {
        target = Values.text(target);
        secret = Values.text(secret);
        certificate = Values.text(certificate);
        aliases = Values.list(aliases);
        project = Values.text(project);
    }
}
