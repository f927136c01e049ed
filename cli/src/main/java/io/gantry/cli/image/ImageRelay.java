package io.gantry.cli.image;

import io.gantry.api.Image;
import io.gantry.api.Operation;
import io.gantry.cli.command.Context;
import io.gantry.cli.output.TransferProgress;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Carries an image from one server to another that can't reach each other; nothing of it stays here. */
final class ImageRelay {
    private final Context context;
    private final ApiServer source;
    private final ApiServer target;

    ImageRelay(Context context, ApiServer source, ApiServer target) {
        this.context = context;
        this.source = source;
        this.target = target;
    }

    /** Returns when the whole image is at the target; aliases are not given. */
    void copy(Image image, boolean isPublic) throws IOException {
        Operation started;
        try (Connection.Reply reply = source.exchange(
                "GET", ApiPath.of("images", image.fingerprint(), "export"), Map.of(), new Connection.Body.None())) {
            long length = ImageExport.length(reply);
            InputStream content = new TransferProgress(reply.body(), context.progress(), "Copying the image", length);
            String type = reply.header("Content-Type");
            // The parts of a split image go on as they come: their bounds stand in the type.
            started = target.start(
                    "POST",
                    "/1.0/images",
                    headers(image, isPublic),
                    new Connection.Body.Stream(type == null ? "application/octet-stream" : type, content, length));
        } finally {
            context.progress().clear();
        }
        context.await(target, started, "Unpacking the image");
    }

    private static Map<String, String> headers(Image image, boolean isPublic) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-LXD-fingerprint", image.fingerprint());
        headers.put("X-LXD-public", Boolean.toString(isPublic));
        if (!image.filename().isEmpty()) {
            headers.put("X-LXD-filename", image.filename());
        }
        if (!image.properties().isEmpty()) {
            headers.put("X-LXD-properties", encoded(image.properties()));
        }
        return headers;
    }

    /** Properties as a URL's query, which is how the API takes them in a header. */
    static String encoded(Map<String, String> properties) {
        var text = new StringBuilder();
        properties.forEach((key, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }
}
