package io.gantry.daemon.devlxd;

import io.gantry.api.ApiJson;

/** An answer to an instance: a status code of HTTP and a text. */
record GuestAnswer(int status, String contentType, String body) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    static GuestAnswer json(Object value) {
        return new GuestAnswer(200, "application/json", ApiJson.write(value) + "\n");
    }

    static GuestAnswer text(String text) {
        return new GuestAnswer(200, "application/octet-stream", text);
    }

    static GuestAnswer failure(int status, String reason) {
        return new GuestAnswer(status, PLAIN, reason + "\n");
    }
}
