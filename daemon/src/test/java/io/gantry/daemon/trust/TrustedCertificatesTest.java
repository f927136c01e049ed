package io.gantry.daemon.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.database.SqliteDatabase;
import io.gantry.daemon.event.EventBroadcast;
import io.gantry.daemon.failure.DaemonException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // opened before each test
final class TrustedCertificatesTest {
    @TempDir
    Path folder;

    private Instant now = Instant.now();
    private Database database;
    private TrustedCertificates certificates;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("gantry.db"));
        certificates = new TrustedCertificates(database, new EventBroadcast(InstantSource.system()), () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private X509Certificate certificate(String name) {
        return Identity.readOrMake(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), Role.CLIENT)
                .certificate();
    }

    @Test
    void trustBeginsAndEndsAtOnceAndStaysOverRestarts() {
        X509Certificate client = certificate("client");
        assertThat(certificates.isTrusted(client)).isFalse();
        CertificateRecord added = certificates.add(client, "laptop", "client");
        assertThat(certificates.isTrusted(client)).isTrue();
        assertThat(new TrustedCertificates(database, new EventBroadcast(InstantSource.system()), () -> now)
                        .isTrusted(client))
                .isTrue();
        certificates.remove(added.fingerprint());
        assertThat(certificates.isTrusted(client)).isFalse();
    }

    @Test
    void anExpiredCertificateIsNotTrusted() {
        X509Certificate client = certificate("client");
        certificates.add(client, "", "client");
        now = client.getNotAfter().toInstant().plusSeconds(1);
        assertThat(certificates.isTrusted(client)).isFalse();
        X509Certificate late = certificate("late");
        assertThatThrownBy(() -> certificates.add(late, "", "client")).hasMessageContaining("expired");
    }

    @Test
    void aCertificateOfTheFutureIsNotTrusted() {
        X509Certificate client = certificate("client");
        now = now.minus(Duration.ofDays(2));
        assertThatThrownBy(() -> certificates.add(client, "", "client")).hasMessageContaining("not valid before");
    }

    @Test
    void isFoundByTheFirstDigitsOfItsFingerprint() {
        String one = certificates.add(certificate("one"), "", "client").fingerprint();
        String other = certificates.add(certificate("other"), "", "client").fingerprint();
        int common = 0;
        while (one.charAt(common) == other.charAt(common)) {
            common++;
        }
        assertThat(certificates.find(one.substring(0, common + 1)).fingerprint())
                .isEqualTo(one);
        assertThat(certificates.find(one).fingerprint()).isEqualTo(one);
        assertThatThrownBy(() -> certificates.find("")).isInstanceOf(DaemonException.class);
        assertThatThrownBy(() -> certificates.find("xyz")).hasMessageContaining("not found");
    }

    @Test
    void isNamedByItsOwnerOrElseByItself() {
        X509Certificate client = certificate("client");
        assertThat(certificates.add(client, "", "client").name()).contains("@");
        assertThatThrownBy(() -> certificates.add(client, "again", "client")).hasMessageContaining("already");
    }
}
