package io.gantry.daemon.image.remote;

import io.gantry.api.ApiJson;
import io.gantry.api.MalformedJsonException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.remote.ImageHttp.Fetched;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.daemon.image.transfer.ImageBody;
import io.gantry.daemon.operation.MeteredStream;
import io.gantry.daemon.operation.TransferMeter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another daemon that speaks LXD's protocol. */
final class LxdImageServer implements ImageServer {
    private static final int LARGEST_REPLY = 4 << 20;

    private final ImageHttp http;
    private final ImageReference.Remote remote;

    LxdImageServer(ImageHttp http, ImageReference.Remote remote) {
        this.http = http;
        this.remote = remote;
    }

    @Override
    public RemoteImage find(String name) throws IOException, InterruptedException {
        String target = name;
        if (remote.secret().isEmpty()) {
            Optional<Map<?, ?>> alias = metadata(uri("/1.0/images/aliases/" + encoded(name)));
            if (alias.isPresent()) {
                target = text(alias.get().get("target"));
            }
        }
        Map<?, ?> image = metadata(uri("/1.0/images/" + encoded(target)))
                .orElseThrow(() ->
                        DaemonException.notFound("Image \"%s\" not found on %s".formatted(name, remote.server())));
        String type = text(image.get("type"));
        if (!type.isEmpty() && !type.equals(ImageRecord.CONTAINER)) {
            throw DaemonException.notSupported("image \"%s\" is one of a %s".formatted(name, type));
        }
        var properties = new LinkedHashMap<String, String>();
        if (image.get("properties") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> properties.put(text(key), text(value)));
        }
        return new RemoteImage(
                RemoteImage.fingerprint(text(image.get("fingerprint"))),
                text(image.get("filename")),
                properties,
                time(image.get("expires_at")));
    }

    @Override
    public void download(RemoteImage image, IncomingImage into, TransferMeter meter)
            throws IOException, InterruptedException {
        try (Fetched fetched =
                http.get(uri("/1.0/images/" + encoded(image.fingerprint().hex()) + "/export"))) {
            if (fetched.status() != 200) {
                throw refused(fetched);
            }
            meter.expect(fetched.length());
            InputStream body = new MeteredStream(fetched.body(), meter);
            ImageBody.read(fetched.header("Content-Type").orElse(""), body, into);
        }
    }

    /** The metadata of a reply; empty where the server says that there is no such thing. */
    private Optional<Map<?, ?>> metadata(URI uri) throws IOException, InterruptedException {
        try (Fetched fetched = http.get(uri)) {
            if (fetched.status() == 404 || fetched.status() == 403) {
                return Optional.empty();
            }
            if (fetched.status() != 200) {
                throw refused(fetched);
            }
            return Optional.of(child(tree(fetched), "metadata"));
        }
    }

    private DaemonException refused(Fetched fetched) throws IOException {
        String reason = text(tree(fetched).get("error"));
        return new DaemonException(
                FailureCategory.INTERNAL,
                "%s refused to give the image: %s"
                        .formatted(remote.server(), reason.isEmpty() ? "HTTP " + fetched.status() : reason));
    }

    private static Map<?, ?> tree(Fetched fetched) throws IOException {
        try {
            Object tree = ApiJson.readTree(fetched.body().readNBytes(LARGEST_REPLY));
            return tree instanceof Map<?, ?> map ? map : Map.of();
        } catch (MalformedJsonException malformed) {
            throw new IOException("the server's reply is not JSON", malformed);
        }
    }

    private static Map<?, ?> child(Map<?, ?> tree, String name) {
        return tree.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private URI uri(String path) {
        List<String> query = new ArrayList<>();
        if (!remote.secret().isEmpty()) {
            query.add("secret=" + encoded(remote.secret()));
        }
        if (!remote.project().isEmpty()) {
            query.add("project=" + encoded(remote.project()));
        }
        String base = remote.server().replaceAll("/+$", "");
        try {
            return URI.create(base + path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        } catch (IllegalArgumentException malformed) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST, "not the URL of a server: " + remote.server(), malformed);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Optional<Instant> time(@Nullable Object value) {
        try {
            return Optional.of(OffsetDateTime.parse(text(value)).toInstant())
                    .filter(time -> time.isAfter(Instant.EPOCH));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
