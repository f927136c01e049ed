package io.gantry.client.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Private keys in the forms that OpenSSL calls traditional: PKCS#1 (RSA) and SEC1 (EC), not encrypted. */
final class TraditionalKeys {
    private TraditionalKeys() {}

    /** @throws CertificateException naming the file, where it has no such key */
    static PrivateKey read(String pem, Path file) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            var converter = new JcaPEMKeyConverter();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                switch (part) {
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {
                        // EC PARAMETERS may stand before the key.
                    }
                }
            }
            throw new CertificateException("the file " + file + " has no private key that is not encrypted");
        } catch (PEMException e) {
            throw new CertificateException("the private key " + file + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CertificateException("cannot read the private key " + file + ": " + e, e);
        }
    }
}
