package io.gantry.daemon.trust;

import io.gantry.daemon.core.DaemonCore;
import io.gantry.daemon.feature.Feature;
import io.gantry.daemon.http.Routes;
import java.util.List;

/** The certificates of those who may use the API. */
public final class TrustFeature implements Feature {
    private final TrustedCertificates certificates;
    private final CertificateRoutes routes;

    public TrustFeature(DaemonCore core, TrustPassword password) {
        certificates = new TrustedCertificates(
                core.database(), core.events(), core.surroundings().clock());
        routes = new CertificateRoutes(certificates, password);
    }

    public TrustedCertificates certificates() {
        return certificates;
    }

    @Override
    public List<Routes> routes() {
        return List.of(routes);
    }
}
