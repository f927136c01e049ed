package io.gantry.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * What a handler left of a request's body. Programs send one with any method, {@code GET} with {@code null} for
 * instance, and go on using the connection: the next request begins where the body ends.
 */
final class UnreadBody {
    /** In bytes; more is not waited for. */
    static final int LARGEST = 256 << 10;

    private static final int BUFFER = 8 << 10;

    private UnreadBody() {}

    /**
     * Reads the rest, waiting for it; where there is too much, the reply says that the connection ends with it. To be
     * called before the reply is written.
     */
    static void finish(Request request, Response response) {
        if (isHeldBack(request) || !isRead(request)) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
    }

    /** Who waits for a {@code 100 Continue} before it sends its body is not asked for what nobody needs. */
    private static boolean isHeldBack(Request request) {
        return request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString())
                && request.getLength() != 0
                && Request.getContentBytesRead(request) == 0;
    }

    private static boolean isRead(Request request) {
        InputStream rest = Content.Source.asInputStream(request);
        byte[] buffer = new byte[BUFFER];
        try {
            for (int length = 0; length <= LARGEST; ) {
                int more = rest.read(buffer);
                if (more < 0) {
                    return true;
                }
                length += more;
            }
        } catch (IOException e) {
            // The caller has gone, or the handler gave the body up in the middle.
            return false;
        }
        return false;
    }
}
