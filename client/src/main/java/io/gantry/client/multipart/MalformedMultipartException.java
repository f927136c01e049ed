package io.gantry.client.multipart;

import java.io.IOException;

/** A body says that it has several parts, but does not say where each ends. */
public final class MalformedMultipartException extends IOException {
    public MalformedMultipartException(String message) {
        super(message);
    }
}
