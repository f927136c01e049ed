package io.gantry.daemon.image;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageAlias;
import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.MalformedJsonException;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageOptions;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.KnownProfiles;
import io.gantry.daemon.image.transfer.ImageImporter;
import io.gantry.daemon.image.transfer.ImageSecrets;
import io.gantry.daemon.image.transfer.UploadOptions;
import io.gantry.daemon.operation.OperationContext;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.operation.Operations;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code POST /1.0/images}: an upload, or what a client names as the source of a new image. */
final class NewImageRoutes implements Routes {
    private static final int LARGEST_JSON = 4 << 20;

    private final ImageImporter importer;
    private final ImageCreation creation;
    private final ImageSecrets secrets;
    private final Operations operations;
    private final KnownProfiles profiles;

    NewImageRoutes(
            ImageImporter importer,
            ImageCreation creation,
            ImageSecrets secrets,
            Operations operations,
            KnownProfiles profiles) {
        this.importer = importer;
        this.creation = creation;
        this.secrets = secrets;
        this.operations = operations;
        this.profiles = profiles;
    }

    @Override
    public void register(Router router) {
        router.route(Method.POST, "/1.0/images", Access.ANYBODY, this::create);
    }

    private Reply create(Request request) throws IOException {
        var body = new BufferedInputStream(request.body());
        boolean isJson = startsObject(body);
        return isJson ? createFrom(request, readJson(body)) : receive(request, body);
    }

    /** Archives begin with anything but a brace; the Content-Type is not reliable. */
    private static boolean startsObject(BufferedInputStream body) throws IOException {
        body.mark(64);
        int first = body.read();
        for (int i = 1; i < 64 && Character.isWhitespace(first); i++) {
            first = body.read();
        }
        body.reset();
        return first == '{';
    }

    private static ImagesPost readJson(InputStream body) throws IOException {
        byte[] json = body.readNBytes(LARGEST_JSON + 1);
        if (json.length > LARGEST_JSON) {
            throw DaemonException.invalid("the description of the image is longer than 4MiB");
        }
        try {
            return ApiJson.read(json, ImagesPost.class);
        } catch (MalformedJsonException malformed) {
            throw DaemonException.invalid("the description of the image is malformed: " + malformed.getMessage());
        }
    }

    private Reply createFrom(Request request, ImagesPost post) {
        if (!request.caller().isTrusted()) {
            throw DaemonException.forbidden("not authorized");
        }
        ImagesPostSource source = post.source();
        if (source == null) {
            throw DaemonException.invalid("Invalid images JSON");
        }
        profiles.require(request.project(), Optional.ofNullable(post.profiles()).orElse(List.of()));
        if (source.mode().equals("push")) {
            var wanted = new UploadOptions(
                    post.isPublic(),
                    post.autoUpdate(),
                    post.properties(),
                    Optional.of(post.expiresAt()).filter(time -> time.isAfter(Instant.EPOCH)),
                    post.aliases(),
                    Optional.ofNullable(post.profiles()).orElse(ImageOptions.DEFAULT_PROFILES));
            return Reply.operation(secrets.offer(new Fingerprint(source.fingerprint()), wanted));
        }
        ImageCreation.Work work = creation.of(request.project(), post, source);
        return Reply.operation(operations.start(
                new OperationPlan("Downloading image", Map.of()).cancellable(),
                context -> tell(context, work.run(context::publish))));
    }

    private Reply receive(Request request, InputStream body) {
        Fingerprint expected = request.header("X-LXD-fingerprint")
                .filter(text -> !text.isEmpty())
                .map(Fingerprint::new)
                .orElse(null);
        Optional<String> secret =
                request.header("X-LXD-secret").filter(text -> expected != null && secrets.isGood(expected, text));
        if (secret.isEmpty() && !request.caller().isTrusted()) {
            throw DaemonException.forbidden("not authorized");
        }
        UploadOptions wanted =
                secret.isPresent() && expected != null ? secrets.use(expected, secret.get()) : options(request);
        profiles.require(request.project(), wanted.profiles());
        ImageImporter.Upload upload = importer.receive(
                request.header("Content-Type").orElse(""),
                request.header("X-LXD-filename").orElse(""),
                body);
        // Whoever is not trusted may ask how the operation went with a secret of its own.
        Map<String, Object> metadata =
                secret.<Map<String, Object>>map(text -> Map.of("secret", text)).orElse(Map.of());
        return Reply.operation(operations.start(
                new OperationPlan("Downloading image", Map.of()).withMetadata(metadata), context -> {
                    try (upload) {
                        context.publish(Map.of(
                                "fingerprint", upload.image().fingerprint().hex(),
                                "size", Long.toString(upload.image().size())));
                        importer.keep(request.project(), upload, expected, wanted);
                    }
                }));
    }

    private static UploadOptions options(Request request) {
        Map<String, String> properties = new LinkedHashMap<>();
        form(request, "X-LXD-properties").forEach(pair -> properties.putIfAbsent(pair.name(), pair.value()));
        List<ImageAlias> aliases = form(request, "X-LXD-aliases").stream()
                .filter(pair -> pair.name().equals("alias"))
                .map(pair -> new ImageAlias(pair.value(), ""))
                .toList();
        List<String> profiles = form(request, "X-LXD-profiles").stream()
                .filter(pair -> pair.name().equals("profile"))
                .map(FormPair::value)
                .toList();
        boolean isPublic = List.of("1", "true", "yes", "on")
                .contains(request.header("X-LXD-public").orElse("").toLowerCase(Locale.ROOT));
        return new UploadOptions(
                isPublic,
                false,
                properties,
                Optional.empty(),
                aliases,
                profiles.isEmpty() ? ImageOptions.DEFAULT_PROFILES : profiles);
    }

    private record FormPair(String name, String value) {}

    /** The pairs of a header that is written as a URL's query. */
    private static List<FormPair> form(Request request, String header) {
        List<FormPair> pairs = new ArrayList<>();
        for (String pair : request.header(header).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.add(new FormPair(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw DaemonException.invalid("not encoded as a URL's query: " + text);
        }
    }

    private static void tell(OperationContext context, ImageRecord image) {
        context.publish(Map.of(
                "fingerprint",
                image.fingerprint().hex(),
                "size",
                Long.toString(image.content().size())));
    }
}
