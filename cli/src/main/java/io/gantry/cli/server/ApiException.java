package io.gantry.cli.server;

/** A server refused a request. The message is the server's. */
public final class ApiException extends RuntimeException {
    private final int status;

    public ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    public boolean isNotFound() {
        return status == 404;
    }
}
