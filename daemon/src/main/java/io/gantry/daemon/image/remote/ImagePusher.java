package io.gantry.daemon.image.remote;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageExportPost;
import io.gantry.api.MalformedJsonException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.FileFailures;
import io.gantry.daemon.image.remote.ImageHttp.Fetched;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.transfer.ImageExports;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends images to other servers, which gave a secret for it. Safe for use by many threads. */
public final class ImagePusher {
    private static final int LARGEST_REPLY = 4 << 20;
    private static final int BUFFER = 128 << 10;

    private final ImageServers servers;
    private final ImageExports exports;

    public ImagePusher(ImageServers servers, ImageExports exports) {
        this.servers = servers;
        this.exports = exports;
    }

    /**
     * Sends an image and waits until the server has it.
     *
     * @throws DaemonException where the server can't be reached or doesn't take it
     */
    public void push(ImageRecord image, ImageExportPost target) throws InterruptedException {
        String base = target.target().replaceAll("/+$", "");
        String project = target.project().isEmpty() ? "" : "?project=" + target.project();
        try (ImageHttp http = servers.open(target.certificate())) {
            Map<?, ?> operation = send(http, ImageServers.uri(base + "/1.0/images" + project), image, target.secret());
            String secret = text(child(operation, "metadata").get("secret"));
            URI wait = ImageServers.uri(
                    base + "/1.0/operations/" + text(operation.get("id")) + "/wait?timeout=-1&secret=" + secret);
            try (Fetched ended = http.await(wait)) {
                Map<?, ?> result = child(tree(ended), "metadata");
                String error = text(result.get("err"));
                if (ended.status() != 200 || !text(result.get("status")).equals("Success")) {
                    throw refused(target, error.isEmpty() ? "HTTP " + ended.status() : error);
                }
            }
        } catch (IOException failure) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "cannot send the image to %s: %s".formatted(target.target(), FileFailures.reason(failure)),
                    failure);
        }
    }

    private Map<?, ?> send(ImageHttp http, URI uri, ImageRecord image, String secret)
            throws IOException, InterruptedException {
        ImageExports.Body body = exports.of(image.fingerprint());
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", body.contentType());
        headers.put("X-LXD-fingerprint", image.fingerprint().hex());
        headers.put("X-LXD-secret", secret);
        headers.put("X-LXD-filename", image.content().filename());
        headers.values().removeIf(String::isEmpty);
        try (var pipe = new PipedInputStream(BUFFER);
                var pipeEnd = new PipedOutputStream(pipe)) {
            Thread writer = Thread.ofVirtual().name("image sender").start(() -> {
                try (pipeEnd) {
                    body.writer().writeTo(pipeEnd);
                } catch (IOException _) {
                    // The receiver went away; its answer, or its silence, is what the caller is told of.
                    Thread.currentThread().interrupt();
                }
            });
            try (Fetched reply = http.post(
                    uri,
                    headers,
                    HttpRequest.BodyPublishers.fromPublisher(
                            HttpRequest.BodyPublishers.ofInputStream(() -> pipe), body.length()))) {
                Map<?, ?> tree = tree(reply);
                if (reply.status() != 202) {
                    throw new IOException(text(tree.get("error")));
                }
                return child(tree, "metadata");
            } finally {
                writer.interrupt();
            }
        }
    }

    private static DaemonException refused(ImageExportPost target, String reason) {
        return new DaemonException(
                FailureCategory.INTERNAL, "%s did not take the image: %s".formatted(target.target(), reason));
    }

    private static Map<?, ?> tree(Fetched reply) throws IOException {
        try {
            return ApiJson.readTree(reply.body().readNBytes(LARGEST_REPLY)) instanceof Map<?, ?> map ? map : Map.of();
        } catch (MalformedJsonException malformed) {
            throw new IOException("the server's reply is not JSON", malformed);
        }
    }

    private static Map<?, ?> child(Map<?, ?> tree, String name) {
        return tree.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
