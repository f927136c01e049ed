package io.gantry.daemon.trust;

import io.gantry.client.certificate.CertificateException;
import io.gantry.client.certificate.Fingerprint;
import io.gantry.client.certificate.Pem;
import io.gantry.daemon.database.Database;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.CertificateTrust;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** The client certificates that open the API. Safe for use by many threads. */
public final class TrustedCertificates implements CertificateTrust {
    private static final String CLIENT = "client";

    private final Database database;
    private final Events events;
    private final InstantSource clock;
    private final CertificateStore store = new CertificateStore();
    private final Set<String> fingerprints = ConcurrentHashMap.newKeySet();

    public TrustedCertificates(Database database, Events events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        list().forEach(certificate -> fingerprints.add(certificate.fingerprint()));
    }

    @Override
    public boolean isTrusted(X509Certificate certificate) {
        return fingerprints.contains(Fingerprint.of(certificate)) && isValid(certificate);
    }

    private boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return false;
        }
    }

    List<CertificateRecord> list() {
        return database.inTransaction(store::list);
    }

    /**
     * The certificate with this fingerprint, of which the first digits are enough.
     *
     * @throws DaemonException NOT_FOUND where there is none, INVALID_REQUEST where the digits fit several
     */
    CertificateRecord find(String fingerprint) {
        List<CertificateRecord> fitting = list().stream()
                .filter(certificate -> certificate.fingerprint().startsWith(fingerprint))
                .toList();
        if (fitting.isEmpty() || fingerprint.isEmpty()) {
            throw DaemonException.notFound("Certificate not found: " + fingerprint);
        }
        if (fitting.size() > 1) {
            throw DaemonException.invalid(
                    "more than one certificate begins with " + fingerprint + ": give more digits");
        }
        return fitting.getFirst();
    }

    /**
     * Trusts a certificate from now on.
     *
     * @param name for people; where empty, the certificate's common name, or else its fingerprint
     * @param type {@code client}: LXD's others are not known here
     */
    CertificateRecord add(X509Certificate certificate, String name, String type) {
        if (!type.equals(CLIENT)) {
            throw DaemonException.invalid(
                    "Unknown request type " + type + ": certificates here are of the type client");
        }
        requireValid(certificate);
        String fingerprint = Fingerprint.of(certificate);
        var trusted = new CertificateRecord(
                fingerprint, name.isEmpty() ? ownName(certificate, fingerprint) : name, CLIENT, Pem.text(certificate));
        database.change(connection -> {
            if (store.list(connection).stream()
                    .anyMatch(known -> known.fingerprint().equals(fingerprint))) {
                throw DaemonException.conflict("Certificate already in trust store");
            }
            store.insert(connection, trusted);
        });
        fingerprints.add(fingerprint);
        events.lifecycle("certificate-created", "/1.0/certificates/" + fingerprint, Map.of());
        return trusted;
    }

    private static String ownName(X509Certificate certificate, String fingerprint) {
        RDN[] names = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        String first = names.length == 0
                ? ""
                : IETFUtils.valueToString(names[0].getFirst().getValue());
        return first.isBlank() ? fingerprint : first;
    }

    private void requireValid(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException e) {
            throw DaemonException.invalid(
                    "the certificate expired on " + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw DaemonException.invalid("the certificate is not valid before "
                    + certificate.getNotBefore().toInstant());
        }
    }

    /** @throws DaemonException INVALID_REQUEST where the text is no certificate */
    static X509Certificate parse(String pem) {
        try {
            return Pem.certificate(pem);
        } catch (CertificateException e) {
            throw DaemonException.invalid(e.getMessage() == null ? "not a certificate" : e.getMessage());
        }
    }

    void rename(String fingerprint, String name) {
        database.change(connection -> store.rename(connection, fingerprint, name));
        events.lifecycle("certificate-updated", "/1.0/certificates/" + fingerprint, Map.of());
    }

    void remove(String fingerprint) {
        database.change(connection -> store.delete(connection, fingerprint));
        fingerprints.remove(fingerprint);
        events.lifecycle("certificate-deleted", "/1.0/certificates/" + fingerprint, Map.of());
    }
}
