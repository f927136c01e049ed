package io.gantry.client.server;

/** A server is too old for what is wanted of it. */
public final class LacksExtensionException extends RuntimeException {
    private final String remote;
    private final String extension;

    public LacksExtensionException(String remote, String extension) {
        super("The server " + remote + " lacks the API extension \"" + extension + "\"");
        this.remote = remote;
        this.extension = extension;
    }

    /** The name that the user has for the server. */
    public String remote() {
        return remote;
    }

    public String extension() {
        return extension;
    }
}
