package io.gantry.client.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where other servers can reach a server, and how they know it. */
public final class ServerAddresses {
    private ServerAddresses() {}

    /**
     * URLs: the one that the client itself uses, then all that the server listens at.
     *
     * @throws NotReachableException where it does not listen on the network
     */
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
        if (addresses.isEmpty()) {
            throw new NotReachableException(server.remote());
        }
        return addresses;
    }

    /** The certificate in PEM by which another server recognises it, null where a public authority vouches for it. */
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
}
