package io.gantry.client.server;

import io.gantry.client.transport.MessageChannel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way to one server. Safe for use by several threads: a request that waits does not hold up another.
 */
public interface Connection extends AutoCloseable {
    /**
     * Sends a request and gives back the reply as soon as its head is there, whatever its status is.
     *
     * @param path with query, such as {@code /1.0/instances?recursion=1}
     */
    Reply send(String method, String path, Map<String, String> headers, Body body) throws IOException;

    /** Opens a websocket at this path, with query. */
    MessageChannel websocket(String path) throws IOException;

    /** Where the server is, such as {@code https://10.0.0.1:8443} or {@code unix:///var/lib/lxd/unix.socket}. */
    String address();

    /** The pinned certificate of the server in PEM, null for a unix socket or a certificate of a public authority. */
    @Nullable
    String certificate();

    @Override
    void close();

    /** What a request carries. */
    sealed interface Body {
        /** Nothing at all. */
        record None() implements Body {}

        record Bytes(String contentType, java.nio.ByteBuffer content) implements Body {}

        /**
         * Something of any length; read once and not closed.
         *
         * @param length in bytes, -1 where it is not known
         */
        record Stream(String contentType, InputStream content, long length) implements Body {}
    }

    /** A reply. Its body must be read or closed before the connection is used up. */
    interface Reply extends AutoCloseable {
        int status();

        /** The value of a header, whatever its case; null where there is none. */
        @Nullable
        String header(String name);

        InputStream body() throws IOException;

        /** How many bytes the body has, -1 where the server does not say. */
        default long length() {
            String length = header("Content-Length");
            try {
                return length == null ? -1 : Long.parseLong(length);
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        @Override
        void close();
    }
}
