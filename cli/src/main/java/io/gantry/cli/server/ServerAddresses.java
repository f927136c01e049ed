package io.gantry.cli.server;

import io.gantry.cli.failure.CommandFailure;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where other servers can reach a server, and how they know it. */
public final class ServerAddresses {
    private ServerAddresses() {}

    /** The address that the client itself uses, then all that the server listens at; empty where it is not on the network. */
    public static List<String> of(ApiServer server) throws IOException {
        var addresses = new ArrayList<String>();
        String own = server.connection().address();
        if (own.startsWith("https://")) {
            addresses.add(own);
        }
        for (String address : server.info().environment().addresses()) {
            String url = "https://" + address;
            if (!addresses.contains(url)) {
                addresses.add(url);
            }
        }
        return addresses;
    }

    /** The certificate in PEM by which another server recognises it. */
    public static @Nullable String certificate(ApiServer server) throws IOException {
        String pinned = server.connection().certificate();
        if (pinned != null) {
            return pinned;
        }
        String own = server.info().environment().certificate();
        return own.isEmpty() ? null : own;
    }

    /** Whether two names mean one server; one that hides its certificate from strangers is no other's. */
    public static boolean areOfOneServer(ApiServer one, ApiServer other) throws IOException {
        String certificate = one.info().environment().certificateFingerprint();
        return !certificate.isEmpty()
                && certificate.equals(other.info().environment().certificateFingerprint());
    }

    public static CommandFailure notReachable(String remote) {
        return new CommandFailure("The server " + remote
                + " does not listen on the network, so no other server can reach it; run `lxc config set "
                + remote + ": core.https_address [::]:8443` first");
    }

    /** Whether another address may do better, because this one was not reached. */
    public static boolean isTroubleOfConnecting(OperationFailedException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        for (String sign : List.of(
                "dial ",
                "connect",
                "unreachable",
                "no route",
                "timed out",
                "timeout",
                "i/o",
                "handshake",
                "tls",
                "x509",
                "certificate",
                "resolve",
                "unknown host",
                "no such host")) {
            if (message.contains(sign)) {
                return true;
            }
        }
        return false;
    }
}
