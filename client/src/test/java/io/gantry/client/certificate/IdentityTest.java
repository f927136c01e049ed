package io.gantry.client.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.certificate.Identity.Role;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir
    Path folder;

    private Identity made(Role role) {
        return Identity.readOrMake(folder.resolve("x.crt"), folder.resolve("x.key"), role);
    }

    @Test
    void isMadeOnceAndKeptForItsOwnerAlone() throws IOException {
        Identity first = made(Role.SERVER);
        assertThat(made(Role.SERVER).fingerprint())
                .isEqualTo(first.fingerprint())
                .matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("x.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aServersCertificateNamesTheHostAndItsLoopbackAddresses() throws Exception {
        List<String> names = made(Role.SERVER).certificate().getSubjectAlternativeNames().stream()
                .map(name -> name.get(1).toString())
                .toList();
        assertThat(names).hasSize(3).contains("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void keysAreReadInEachForm() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp384r1"));
        PrivateKey rsaKey = rsa.generateKeyPair().getPrivate();
        PrivateKey ecKey = ec.generateKeyPair().getPrivate();
        String parameters = "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";

        assertThat(read(Pem.text("PRIVATE KEY", rsaKey.getEncoded()))).isEqualTo(rsaKey);
        assertThat(read(Pem.text("PRIVATE KEY", ecKey.getEncoded()))).isEqualTo(ecKey);
        assertThat(read(Pem.text("RSA PRIVATE KEY", bare(rsaKey)))).isEqualTo(rsaKey);
        String sec1 = Pem.text("EC PRIVATE KEY", sec1(ecKey));
        assertThat(number(read(sec1))).isEqualTo(number(ecKey));
        assertThat(number(read(parameters + sec1))).isEqualTo(number(ecKey));
    }

    /** SEC1 may leave out the public half, so that only the number itself can be compared. */
    private static BigInteger number(PrivateKey key) {
        return ((ECPrivateKey) key).getS();
    }

    private PrivateKey read(String pem) throws IOException {
        return PrivateKeys.read(Files.writeString(folder.resolve("some.key"), pem));
    }

    /** The key without the frame that PKCS#8 puts around it. */
    private static byte[] bare(PrivateKey key) throws IOException {
        return PrivateKeyInfo.getInstance(key.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }

    /** SEC1 keeps the curve inside the key, PKCS#8 around it. */
    private static byte[] sec1(PrivateKey key) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        var inner = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        384, inner.getKey(), info.getPrivateKeyAlgorithm().getParameters())
                .getEncoded();
    }

    @Test
    void aCertificateWithoutItsKeyIsNotOverwritten() throws IOException {
        made(Role.CLIENT);
        Files.delete(folder.resolve("x.key"));
        assertThatThrownBy(() -> made(Role.CLIENT))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("x.key");
        assertThat(folder.resolve("x.crt")).exists();
    }

    @Test
    void whatIsNoKeyOrCertificateIsNamed() throws IOException {
        Files.writeString(folder.resolve("x.key"), "garbage");
        Files.writeString(folder.resolve("x.crt"), "garbage");
        assertThatThrownBy(() -> made(Role.CLIENT))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("x.crt");
        Path key = folder.resolve("x.key");
        assertThatThrownBy(() -> PrivateKeys.read(key))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("x.key");
    }
}
