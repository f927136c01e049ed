package io.gantry.client.trust;

import io.gantry.api.Certificate;
import io.gantry.api.CertificatesPost;
import io.gantry.api.Operation;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Configured;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a server trusts, by their fingerprints. Refusals are {@link io.gantry.client.server.ApiException}s, 404 where there is no such certificate. Safe for use by
 * several threads.
 */
public final class Certificates implements Configured {
    private final ApiServer server;

    public Certificates(ApiServer server) {
        this.server = server;
    }

    /** All of them, as the server shows them. */
    public List<?> trees() throws IOException {
        return server.trees(ApiPath.withQuery(all(), "recursion", "1"));
    }

    public List<Certificate> list() throws IOException {
        return server.list(ApiPath.withQuery(all(), "recursion", "1"), Certificate.class);
    }

    public Certificate get(String fingerprint) throws IOException {
        return server.get(path(fingerprint), Certificate.class);
    }

    @Override
    public ApiServer.Versioned read(String fingerprint) throws IOException {
        return server.versioned(path(fingerprint));
    }

    @Override
    public Optional<Operation> replace(String fingerprint, Object fields, @Nullable String version) throws IOException {
        server.send("PUT", path(fingerprint), fields, version);
        return Optional.empty();
    }

    public void add(CertificatesPost request) throws IOException {
        server.send("POST", all(), request);
    }

    public void delete(String fingerprint) throws IOException {
        server.send("DELETE", path(fingerprint), null);
    }

    private static String all() {
        return ApiPath.of("certificates");
    }

    private static String path(String fingerprint) {
        return ApiPath.of("certificates", fingerprint);
    }
}
