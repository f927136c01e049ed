package io.gantry.cli.config;

import io.gantry.api.ApiJson;
import io.gantry.api.Certificate;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.Table;
import io.gantry.cli.output.Times;
import io.gantry.client.trust.Certificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.Options;

/** Lists the certificates of the clients that a server trusts. */
public final class TrustList implements Command {
    private static final int SHORT = 12;

    @Override
    public String arguments() {
        return "[<remote>:]";
    }

    @Override
    public String description() {
        return "List trusted clients";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        Context context = invocation.context();
        List<?> trees = new Certificates(context.server(invocation.target(0))).trees();
        var rows = new ArrayList<List<String>>();
        for (Object tree : trees) {
            rows.add(row(ApiJson.fromTree(tree, Certificate.class)));
        }
        rows.sort(Comparator.comparing((List<String> row) -> String.join("\n", row)));
        context.show(
                invocation,
                new Table(List.of("TYPE", "NAME", "COMMON NAME", "FINGERPRINT", "ISSUE DATE", "EXPIRY DATE"), rows),
                trees);
        return 0;
    }

    private static List<String> row(Certificate certificate) {
        String fingerprint = certificate.fingerprint();
        String shortened = fingerprint.substring(0, Math.min(SHORT, fingerprint.length()));
        try {
            byte[] pem = certificate.certificate().getBytes(StandardCharsets.US_ASCII);
            var x509 = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            return List.of(
                    certificate.type(),
                    certificate.name(),
                    commonName(x509.getSubjectX500Principal().getName()),
                    shortened,
                    Times.inWords(x509.getNotBefore().toInstant(), ZoneOffset.UTC),
                    Times.inWords(x509.getNotAfter().toInstant(), ZoneOffset.UTC));
        } catch (CertificateException e) {
            // The server trusts it whether or not we can read it.
            return List.of(certificate.type(), certificate.name(), "", shortened, "", "");
        }
    }

    /** Out of a name such as {@code CN=root@host,O=linuxcontainers.org} (RFC 2253). */
    private static String commonName(String name) {
        int at = name.startsWith("CN=") ? 0 : name.indexOf(",CN=") + 1;
        if (!name.startsWith("CN=", at)) {
            return "";
        }
        var text = new StringBuilder();
        for (int i = at + "CN=".length(); i < name.length() && name.charAt(i) != ','; i++) {
            if (name.charAt(i) == '\\' && i + 1 < name.length()) {
                i++;
            }
            text.append(name.charAt(i));
        }
        return text.toString();
    }
}
