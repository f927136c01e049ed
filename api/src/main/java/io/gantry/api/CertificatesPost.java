package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * The body of {@code POST /1.0/certificates}.
 *
 * @param certificate base64 of the DER, empty for the caller's own
 */
@Json
public record CertificatesPost(
        String name,
        String type,
        boolean restricted,
        List<String> projects,
        String certificate,
        String password,
        boolean token) {
    public CertificatesPost {
        name = Values.text(name);
        type = Values.text(type);
        projects = Values.list(projects);
        certificate = Values.text(certificate);
        password = Values.text(password);
    }

    /** The caller's own certificate, trusted by the server for its password. */
    public static CertificatesPost ownWith(String password) {
        return new CertificatesPost("", "client", false, List.of(), "", password, false);
    }
}
