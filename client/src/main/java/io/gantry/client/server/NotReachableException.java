package io.gantry.client.server;

/** A server does not listen on the network, so that no other server can connect to it. */
public final class NotReachableException extends RuntimeException {
    private final String remote;

    public NotReachableException(String remote) {
        super("The server " + remote + " does not listen on the network, so no other server can reach it;"
                + " set its key core.https_address first");
        this.remote = remote;
    }

    /** The name that the user has for the server. */
    public String remote() {
        return remote;
    }
}
