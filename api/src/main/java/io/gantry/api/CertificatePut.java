package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * The part of a trusted certificate that a client may write.
 *
 * @param certificate PEM
 */
@Json
public record CertificatePut(String name, String type, boolean restricted, List<String> projects, String certificate) {
    public CertificatePut {
        name = Values.text(name);
        type = Values.text(type);
        projects = Values.list(projects);
        certificate = Values.text(certificate);
    }
}
