package io.gantry.daemon.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.MigrationTarget;
import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.Pem;
import io.gantry.daemon.failure.DaemonException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request says of another daemon is read once, and every fault in it has its own message. */
class PeerAddressTest {
    private static final String URL = "https://10.0.0.1:8443/1.0/operations/a";
    private static final Map<String, String> SECRETS = Map.of("control", "one", "fs", "two");

    @TempDir
    Path folder;

    private String certificate() throws IOException {
        return Pem.text(Identity.readOrMake(folder.resolve("server.crt"), folder.resolve("server.key"), Role.SERVER)
                .certificate());
    }

    @Test
    void knowsEveryAddressOfTheOperation() throws IOException {
        PeerAddress address =
                PeerAddress.of(new MigrationTarget(certificate(), URL + ", https://[::1]:1/1.0/operations/a", SECRETS));

        assertThat(address.operations())
                .containsExactly(URI.create(URL), URI.create("https://[::1]:1/1.0/operations/a"));
        assertThat(address.secrets()).isEqualTo(SECRETS);
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        String certificate = certificate();

        assertRefused(
                new MigrationTarget(certificate, null, SECRETS), "the target of the migration names no operation");
        assertRefused(
                new MigrationTarget("", URL, SECRETS), "the target of the migration names no certificate to trust");
        assertRefused(
                new MigrationTarget(certificate, URL, Map.of("control", "one")),
                "the target of the migration has no secret for the channel fs");
        assertRefused(
                new MigrationTarget(certificate, URL, Map.of("control", "", "fs", "two")),
                "the target of the migration has no secret for the channel control");
    }

    @Test
    void namesWhatIsWrong() throws IOException {
        assertRefused(
                new MigrationTarget(certificate(), "http://10.0.0.1/1.0/operations/a", SECRETS),
                "\"http://10.0.0.1/1.0/operations/a\" is not the https URL of an operation");
        assertRefused(
                new MigrationTarget(certificate(), URL + ",:", SECRETS), "\":\" is not the https URL of an operation");
        assertRefused(new MigrationTarget("no PEM", URL, SECRETS), "the certificate of the migration's target: ");
    }

    private static void assertRefused(MigrationTarget target, String message) {
        assertThatThrownBy(() -> PeerAddress.of(target))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(message);
    }
}
