package io.gantry.client.image;

/** A server gave no secret with which another one could send it an image. */
public final class NoSecretException extends RuntimeException {
    private final String remote;

    NoSecretException(String remote) {
        super("The server " + remote + " gave no secret for the image; let it fetch the image, or relay it");
        this.remote = remote;
    }

    /** The name that the user has for the server. */
    public String remote() {
        return remote;
    }
}
