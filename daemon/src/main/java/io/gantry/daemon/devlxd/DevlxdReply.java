package io.gantry.daemon.devlxd;

import io.gantry.api.ApiJson;

/** An answer to an instance: a status code of HTTP and a text. */
record DevlxdReply(int status, String contentType, String body) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    static DevlxdReply json(Object value) {
        return new DevlxdReply(200, "application/json", ApiJson.write(value) + "\n");
    }

    static DevlxdReply text(String text) {
        return new DevlxdReply(200, "application/octet-stream", text);
    }

    static DevlxdReply failure(int status, String reason) {
        return new DevlxdReply(status, PLAIN, reason + "\n");
    }
}
