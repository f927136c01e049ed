package io.gantry.client.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate with its private key: who a client or a server is. */
public record Identity(X509Certificate certificate, PrivateKey key) {
    /** For what an identity is made. */
    public enum Role {
        CLIENT,
        SERVER
    }

    /**
     * Reads an identity from two PEM files. The key may be in PKCS#8, PKCS#1 or SEC1 form.
     *
     * @throws CertificateException naming the file that is at fault
     */
    public static Identity read(Path certificateFile, Path keyFile) {
        X509Certificate certificate = readCertificate(certificateFile);
        return new Identity(certificate, PrivateKeys.read(keyFile));
    }

    /**
     * Reads an identity, or makes one and writes it where neither file exists.
     *
     * @throws CertificateException naming the file that is at fault, also where one of the two is missing
     */
    public static Identity readOrMake(Path certificateFile, Path keyFile, Role role) {
        if (Files.exists(certificateFile) || Files.exists(keyFile)) {
            return read(certificateFile, keyFile);
        }
        Identity identity = CertificateMaker.make(role);
        try {
            Files.createDirectories(certificateFile.toAbsolutePath().getParent());
            // The key first: a certificate without its key would be in the way at the next try.
            write(keyFile, Pem.text("PRIVATE KEY", identity.key().getEncoded()), "rw-------");
            write(certificateFile, Pem.text(identity.certificate()), "rw-r--r--");
        } catch (IOException e) {
            throw new CertificateException("cannot write the new certificate " + certificateFile + ": " + e, e);
        }
        return identity;
    }

    /** @throws CertificateException naming the file */
    public static X509Certificate readCertificate(Path file) {
        try {
            return Pem.certificate(Files.readString(file));
        } catch (IOException e) {
            throw new CertificateException("cannot read the certificate " + file + ": " + e, e);
        } catch (CertificateException e) {
            throw new CertificateException(file + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public String fingerprint() {
        return Fingerprint.of(certificate);
    }
}
