package io.gantry.daemon.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiJson;
import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.Pem;
import io.gantry.client.certificate.TlsContexts;
import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.server.Connection;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.http.HttpServer;
import io.gantry.daemon.http.RouteTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A certificate gives access to all: what asks for less, or for something else, must not be taken. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // made before each test
final class CertificateRoutesTest {
    private static final String ALL = "/1.0/certificates";

    @TempDir
    Path folder;

    private Database database;
    private TrustedCertificates certificates;
    private HttpServer server;
    private HttpConnection client;

    @BeforeEach
    void start() throws Exception {
        database = SqliteDatabase.open(folder.resolve("gantry.db"));
        certificates =
                new TrustedCertificates(database, new EventBroadcast(InstantSource.system()), InstantSource.system());
        var routes = new RouteTable();
        new CertificateRoutes(certificates, _ -> false).register(routes);
        server = new HttpServer(
                routes,
                certificates,
                Map::of,
                TlsContexts.server(identity("server", Role.SERVER)),
                folder.resolve("unix.socket"),
                Optional.empty());
        server.prepare();
        server.start();
        client = new HttpConnection(new Endpoint.Unix(folder.resolve("unix.socket")), Optional.empty(), "test");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        database.close();
    }

    private Identity identity(String name, Role role) {
        return Identity.readOrMake(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), role);
    }

    private String pem(String name) {
        return Pem.text(identity(name, Role.CLIENT).certificate());
    }

    private long status(String method, String path, Map<String, ?> body) throws IOException {
        byte[] json = ApiJson.write((Object) body).getBytes(StandardCharsets.UTF_8);
        var sent = new Connection.Body.Bytes("application/json", ByteBuffer.wrap(json));
        try (Connection.Reply reply = client.send(method, path, Map.of(), sent)) {
            reply.body().readAllBytes();
            return reply.status();
        }
    }

    /** The body with a field that is read from JSON. */
    private static Map<String, Object> with(Map<String, Object> body, String json) {
        var all = new HashMap<>(body);
        if (ApiJson.readTree(json.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> more) {
            more.forEach((key, value) -> all.put(key.toString(), value));
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"restricted\": true} | 501",
                "{\"projects\": [\"p\"]} | 501",
                "{\"restricted\": true, \"projects\": [\"default\"]} | 501",
                "{\"token\": true} | 501",
                "{\"type\": \"metrics\"} | 400",
                "{\"type\": \"server\"} | 400",
                "{\"certificate\": \"bm8gY2VydGlmaWNhdGU=\"} | 400",
            })
    void whatIsNotFullTrustOfAClientIsNotAdded(String field, int status) throws IOException {
        Map<String, Object> whole = Map.of("name", "laptop", "type", "client", "certificate", pem("laptop"));
        assertThat(status("POST", ALL, with(whole, field))).isEqualTo(status);
        assertThat(certificates.list()).isEmpty();
        assertThat(status("POST", ALL, with(whole, "{\"restricted\": false, \"projects\": []}")))
                .isEqualTo(201);
        assertThat(certificates.list()).extracting(CertificateRecord::name).containsExactly("laptop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"restricted\": true} | 501",
                "{\"projects\": [\"p\"]} | 501",
                "{\"type\": \"metrics\"} | 400",
                "{\"certificate\": \"OTHER\"} | 501",
            })
    void aTrustedCertificateDoesNotBecomeAnother(String field, int status) throws IOException {
        CertificateRecord trusted =
                certificates.add(identity("laptop", Role.CLIENT).certificate(), "laptop", "client");
        String one = ALL + "/" + trusted.fingerprint();
        String other = ApiJson.write((Object) pem("other"));
        String changed = field.replace("\"OTHER\"", other);
        Map<String, Object> whole = Map.of("name", "renamed", "type", "client", "certificate", trusted.pem());
        assertThat(status("PUT", one, with(whole, changed))).isEqualTo(status);
        assertThat(status("PATCH", one, with(Map.of("name", "renamed"), changed)))
                .isEqualTo(status);
        assertThat(certificates.list()).isEqualTo(List.of(trusted));
    }

    @Test
    void onlyTheNameChanges() throws IOException {
        CertificateRecord trusted =
                certificates.add(identity("laptop", Role.CLIENT).certificate(), "laptop", "client");
        String one = ALL + "/" + trusted.fingerprint();
        assertThat(status("PATCH", one, Map.of("name", "desk"))).isEqualTo(200);
        assertThat(certificates.find(trusted.fingerprint()).name()).isEqualTo("desk");
        Map<String, Object> whole = Map.of("name", "work", "type", "client", "certificate", trusted.pem());
        assertThat(status("PUT", one, whole)).isEqualTo(200);
        assertThat(certificates.find(trusted.fingerprint()).name()).isEqualTo("work");
        assertThat(status("PATCH", one, Map.of("name", ""))).isEqualTo(400);
        assertThat(status("PUT", ALL + "/00", whole)).isEqualTo(404);
    }
}
