package io.gantry.client.trust;

import io.gantry.api.Certificate;
import io.gantry.api.CertificatesPost;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.NamedObjects;
import java.io.IOException;

/** The certificates that a server trusts; their fingerprints are their names. */
public final class Certificates extends NamedObjects<Certificate> {
    public Certificates(ApiServer server) {
        super(server, "certificates", Certificate.class);
    }

    public void add(CertificatesPost request) throws IOException {
        post(request);
    }
}
