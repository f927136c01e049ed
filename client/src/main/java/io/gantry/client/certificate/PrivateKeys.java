package io.gantry.client.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Private keys from PEM files: PKCS#8, PKCS#1 (RSA) and SEC1 (EC), not encrypted. PKCS#8 is what we write ourselves; the
 * JDK reads it alone, which spares most starts the loading of a library.
 */
final class PrivateKeys {
    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private PrivateKeys() {}

    /** @throws CertificateException naming the file, where it cannot be read or has no key of these forms */
    static PrivateKey read(Path file) {
        try {
            String pem = Files.readString(file);
            Matcher match = PKCS8.matcher(pem);
            return match.find() ? pkcs8(match.group(1), file) : TraditionalKeys.read(pem, file);
        } catch (IOException e) {
            throw new CertificateException("cannot read the private key " + file + ": " + e, e);
        }
    }

    private static PrivateKey pkcs8(String base64, Path file) {
        try {
            var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            return Stream.of("EC", "RSA", "Ed25519")
                    .flatMap(algorithm -> key(algorithm, encoded).stream())
                    .findFirst()
                    .orElseThrow(() -> new CertificateException(
                            "the private key " + file + " cannot be used: it is no key for EC, RSA or Ed25519"));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("the private key " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Empty where it is a key for something else. */
    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
            return Optional.empty();
        }
    }
}
