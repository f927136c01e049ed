package io.gantry.daemon.migration;

import io.gantry.client.certificate.Identity;
import io.gantry.client.certificate.Identity.Role;
import io.gantry.client.certificate.Pem;
import java.io.IOException;
import java.nio.file.Path;

/** A certificate that no daemon of a test has. */
final class OtherCertificate {
    private OtherCertificate() {}

    static String pem(Path folder) throws IOException {
        return Pem.text(Identity.readOrMake(folder.resolve("other.crt"), folder.resolve("other.key"), Role.SERVER)
                .certificate());
    }
}
