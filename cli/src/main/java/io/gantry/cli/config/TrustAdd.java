package io.gantry.cli.config;

import io.gantry.api.CertificatesPost;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiServer;
import io.gantry.client.trust.Certificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import org.apache.commons.cli.Options;

/** Makes a server trust a client by its certificate. */
public final class TrustAdd implements Command {
    @Override
    public String arguments() {
        return "[<remote>:] <cert>";
    }

    @Override
    public String description() {
        return """
                Add new trusted client

                The certificate is a file in PEM, or - for standard input.""";
    }

    @Override
    public Options options() {
        return new Flags()
                .withValue("", "name", "Alternative certificate name")
                .withValue("", "projects", "List of projects to restrict the certificate to")
                .with("", "restricted", "Restrict the certificate to one or more projects")
                .withValue("", "type", "Type of certificate")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        Context context = invocation.context();
        String file = invocation.arguments().getLast();
        if (file.endsWith(":")) {
            throw new UsageException("name the file with the client's certificate after " + file);
        }
        Target target = context.target(invocation.arguments().size() == 2 ? invocation.argument(0) : "");
        ApiServer server = context.server(target);
        String projects = invocation.valueOr("projects", "");
        if ((invocation.has("restricted") || !projects.isEmpty()) && !server.has("certificate_project")) {
            throw new CommandFailure("The server " + target.remote() + ": cannot restrict certificates to projects, so "
                    + "that this one would be allowed everything; it was not added");
        }
        boolean typed = file.equals("-");
        Path path = context.file(file);
        byte[] pem = typed ? context.terminal().in().readAllBytes() : Files.readAllBytes(path);
        String name = invocation.valueOr("name", typed ? "" : String.valueOf(path.getFileName()));
        var request = new CertificatesPost(
                name,
                invocation.valueOr("type", "client"),
                invocation.has("restricted"),
                projects.isEmpty() ? List.of() : List.of(projects.split(",", -1)),
                Base64.getEncoder().encodeToString(encoded(pem, file)),
                "",
                false);
        new Certificates(server).add(request);
        return 0;
    }

    private static byte[] encoded(byte[] pem, String file) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem))
                    .getEncoded();
        } catch (CertificateException e) {
            throw new CommandFailure("There is no certificate in " + file + "; it must be one in PEM", e);
        }
    }
}
