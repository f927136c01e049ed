package io.gantry.client.certificate;

import io.gantry.client.certificate.Identity.Role;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes self-signed certificates: EC keys on P-384, valid for ten years. */
final class CertificateMaker {
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);
    private static final int SERIAL_BITS = 128;

    private CertificateMaker() {}

    static Identity make(Role role) {
        try {
            var random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"), random);
            KeyPair keys = generator.generateKeyPair();
            String host = hostname();
            var subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "Gantry")
                    .addRDN(BCStyle.CN, System.getProperty("user.name", "root") + "@" + host)
                    .build();
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(CLOCK_DIFFERENCE)),
                    Date.from(now.plus(VALIDITY)),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose(role)));
            if (role == Role.SERVER) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(host));
            }
            var signer = new JcaContentSignerBuilder("SHA384withECDSA").build(keys.getPrivate());
            return new Identity(
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new CertificateException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static KeyPurposeId purpose(Role role) {
        return switch (role) {
            case CLIENT -> KeyPurposeId.id_kp_clientAuth;
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
        };
    }

    private static GeneralNames names(String host) {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, host),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
    }

    private static String hostname() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException e) {
            return "localhost";
        }
    }
}
