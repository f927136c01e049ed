package io.gantry.cli.remote;

import io.gantry.api.CertificatesPost;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Remote;
import io.gantry.cli.server.Remotes;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.ServerSettings;
import io.gantry.client.trust.Certificates;
import java.io.IOException;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** Gives a server a name, and makes the two trust each other. */
public final class RemoteAdd implements Command {
    private static final String QUESTION = "ok (y/n)? ";
    private static final String INSTEAD = "pass --accept-certificate";

    @Override
    public String arguments() {
        return "[<remote>] <IP|FQDN|URL>";
    }

    @Override
    public String description() {
        return """
                Add new remote servers

                URL for remote resources must be HTTPS (https://).""";
    }

    @Override
    public Options options() {
        return new Flags()
                .with("", "accept-certificate", "Accept certificate")
                .withValue("", "auth-type", "Server authentication type (tls)")
                .withValue("", "password", "Remote admin password")
                .withValue("", "project", "Project to use for the remote")
                .withValue("", "protocol", "Server protocol (lxd or simplestreams)")
                .with("", "public", "Public image server")
                .build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        Context context = invocation.context();
        Remotes remotes = context.remotes();
        String name = Changeable.fresh(remotes, Changeable.bare(invocation.argument(0)));
        String typed = invocation.arguments().getLast();
        String protocol = invocation.valueOr("protocol", "lxd");
        if (!invocation.valueOr("auth-type", "tls").equals("tls")) {
            throw new UsageException("Authentication type '" + invocation.value("auth-type")
                    + "' not supported: the only one there is is tls");
        }
        switch (protocol) {
            case "simplestreams" -> addImageServer(remotes, name, typed);
            case "lxd" -> addServer(invocation, name, RemoteAddress.complete(typed, context.workingDirectory()));
            default -> throw new UsageException("Invalid protocol: " + protocol + "; it is lxd or simplestreams");
        }
        return 0;
    }

    private static void addImageServer(Remotes remotes, String name, String address) throws IOException {
        if (!address.startsWith("https://")) {
            throw new UsageException("Only https URLs are supported for simplestreams");
        }
        remotes.put(name, Remote.ofUser(address, "simplestreams", true, ""));
        remotes.save();
    }

    /** Whatever fails, no half-added remote stays behind. */
    private static void addServer(Invocation invocation, String name, String address) throws IOException {
        Context context = invocation.context();
        Remotes remotes = context.remotes();
        boolean isLocal = address.startsWith("unix:");
        boolean isPublic = invocation.has("public");
        if (!isLocal && !isPublic && !remotes.hasClientCertificate()) {
            // Before the server is asked anything, so that the pair is there whatever comes of asking.
            context.warn("Generating a client certificate. This may take a minute...");
            remotes.generateClientCertificate();
        }
        Remote remote = isPublic ? Remote.ofUser(address, "", true, "") : Remote.ofUser(address, "lxd", false, "tls");
        remotes.put(name, remote.inProject(invocation.valueOr("project", "")));
        boolean added = false;
        boolean asksForPassword = !isLocal && !isPublic && invocation.value("password") == null;
        try (var _ = asksForPassword ? context.terminal().withoutEcho() : (Terminal.Scope) () -> {}) {
            if (!isLocal) {
                trustServer(invocation, name, address, asksForPassword);
            }
            if (!isPublic) {
                beTrusted(invocation, name, isLocal);
            }
            remotes.save();
            added = true;
        } finally {
            if (!added) {
                remotes.remove(name);
            }
        }
    }

    private static void trustServer(Invocation invocation, String name, String address, boolean isBeforePassword)
            throws IOException {
        Context context = invocation.context();
        Remotes remotes = context.remotes();
        String certificate = remotes.certificateOf(address);
        if (!invocation.has("accept-certificate")) {
            String fingerprint = Fingerprint.of(certificate);
            context.printLine("Certificate fingerprint: " + fingerprint);
            String typed = isBeforePassword
                    ? context.prompts().askBeforeSecret(QUESTION, INSTEAD)
                    : context.prompts().ask(QUESTION, INSTEAD);
            String answer = typed.strip();
            String lower = answer.toLowerCase(Locale.ROOT);
            if (!lower.equals(fingerprint) && !lower.startsWith("y")) {
                throw new CommandFailure("Server certificate NACKed by user: the remote " + name + " was not added");
            }
        }
        remotes.pin(name, certificate);
    }

    private static void beTrusted(Invocation invocation, String name, boolean isLocal) throws IOException {
        Context context = invocation.context();
        ApiServer server = context.server(name);
        var settings = new ServerSettings(server);
        boolean isTrusted = settings.isTrusted();
        if (isLocal || isTrusted) {
            return;
        }
        String password = invocation.value("password");
        if (password == null) {
            password = context.prompts().askSecret("Admin password for " + name + ": ", "pass --password PASSWORD");
        }
        new Certificates(server).add(CertificatesPost.ownWith(password));
        if (!settings.isTrusted()) {
            throw new CommandFailure("The server " + name + " doesn't trust us after authentication");
        }
        context.report("Client certificate stored at server: " + name);
    }
}
