package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * A trusted certificate.
 *
 * @param certificate PEM
 * @param fingerprint SHA-256, lower-case hex
 */
@Json
public record Certificate(
        String name, String type, boolean restricted, List<String> projects, String certificate, String fingerprint) {
    public Certificate {
        name = Values.text(name);
        type = Values.text(type);
        projects = Values.list(projects);
        certificate = Values.text(certificate);
        fingerprint = Values.text(fingerprint);
    }
}
