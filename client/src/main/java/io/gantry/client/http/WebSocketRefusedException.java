package io.gantry.client.http;

import java.io.IOException;

/** A server answered the request for a websocket with something else. */
public final class WebSocketRefusedException extends IOException {
    private final int status;
    private final String body;

    WebSocketRefusedException(int status, String message, String body) {
        super(message + " with HTTP status " + status + (body.isBlank() ? "" : ": " + body.strip()));
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** What the server said, as it said it: for the API, its error in JSON. */
    public String body() {
        return body;
    }
}
