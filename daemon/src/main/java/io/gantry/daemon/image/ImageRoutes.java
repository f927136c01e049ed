package io.gantry.daemon.image;

import io.gantry.api.ApiJson;
import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.api.ImageExportPost;
import io.gantry.api.ImagePut;
import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.api.MalformedJsonException;
import io.gantry.api.Operation;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.filter.CollectionFilter;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.remote.ImagePusher;
import io.gantry.daemon.image.remote.ImageRefresher;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.KnownProfiles;
import io.gantry.daemon.image.transfer.ImageExports;
import io.gantry.daemon.image.transfer.ImageImporter;
import io.gantry.daemon.image.transfer.ImageSecrets;
import io.gantry.daemon.image.transfer.UploadTerms;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /1.0/images} and what is below, apart from aliases. */
final class ImageRoutes implements Routes {
    private static final String COLLECTION = "/1.0/images";
    private static final String ONE = "/1.0/images/{fingerprint}";
    private static final int LARGEST_JSON = 4 << 20;

    private final ImageCatalog catalog;
    private final ImageImporter importer;
    private final ImageCreation creation;
    private final ImageDeletion deletion;
    private final ImageRefresher refresher;
    private final ImageExports exports;
    private final ImagePusher pusher;
    private final ImageSecrets secrets;
    private final Operations operations;
    private final Events events;
    private final KnownProfiles profiles;

    ImageRoutes(
            ImageCatalog catalog,
            ImageImporter importer,
            ImageCreation creation,
            ImageDeletion deletion,
            ImageRefresher refresher,
            ImageExports exports,
            ImagePusher pusher,
            ImageSecrets secrets,
            Operations operations,
            Events events,
            KnownProfiles profiles) {
        this.catalog = catalog;
        this.importer = importer;
        this.creation = creation;
        this.deletion = deletion;
        this.refresher = refresher;
        this.exports = exports;
        this.pusher = pusher;
        this.secrets = secrets;
        this.operations = operations;
        this.events = events;
        this.profiles = profiles;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, COLLECTION, Access.ANYBODY, this::list);
        router.route(Method.POST, COLLECTION, Access.ANYBODY, this::create);
        router.route(Method.GET, ONE, Access.ANYBODY, this::show);
        router.route(Method.PUT, ONE, this::replace);
        router.route(Method.PATCH, ONE, this::patch);
        router.route(Method.DELETE, ONE, this::delete);
        router.route(Method.GET, ONE + "/export", Access.ANYBODY, this::export);
        router.route(Method.POST, ONE + "/export", this::push);
        router.route(Method.POST, ONE + "/secret", this::offer);
        router.route(Method.POST, ONE + "/refresh", this::refresh);
    }

    private Reply list(Request request) {
        Stream<Image> images = catalog.views(request.project()).stream()
                .filter(image -> image.isPublic() || request.caller().isTrusted());
        Optional<CollectionFilter> filter =
                request.query("filter").filter(text -> !text.isEmpty()).map(CollectionFilter::parse);
        List<Image> shown = images.filter(
                        image -> filter.isEmpty() || filter.get().matches(image))
                .toList();
        return request.recursion() > 0
                ? Reply.of(shown)
                : Reply.of(shown.stream()
                        .map(image -> COLLECTION + "/" + image.fingerprint())
                        .toList());
    }

    private Reply show(Request request) {
        ImageRecord image = visible(request);
        return Reply.withEtag(catalog.view(image), ImageCatalog.etag(image));
    }

    private Reply replace(Request request) {
        ImageRecord image = find(request);
        request.requireUnchanged(ImageCatalog.etag(image));
        ImagePut put = request.body(ImagePut.class);
        List<String> wanted = Optional.ofNullable(put.profiles()).orElse(ImageRecord.DEFAULT_PROFILES);
        requireProfiles(image, wanted);
        catalog.change(
                image,
                now -> now.withPublic(put.isPublic())
                        .withAutoUpdate(put.autoUpdate())
                        .withProperties(put.properties())
                        .withExpiresAt(isSet(put.expiresAt()) ? put.expiresAt() : now.expiresAt())
                        .withProfiles(wanted));
        return Reply.empty();
    }

    /** A profile that went after the image got it keeps nobody from changing the rest. */
    private void requireProfiles(ImageRecord image, List<String> wanted) {
        profiles.require(
                image.project(),
                wanted.stream().filter(name -> !image.profiles().contains(name)).toList());
    }

    private Reply patch(Request request) {
        ImageRecord image = find(request);
        request.requireUnchanged(ImageCatalog.etag(image));
        Map<String, Object> body = request.bodyTree();
        ImagePut put = ApiJson.fromTree(body, ImagePut.class);
        requireProfiles(image, Optional.ofNullable(put.profiles()).orElse(List.of()));
        catalog.change(image, now -> {
            Map<String, String> properties = new LinkedHashMap<>(now.properties());
            properties.putAll(put.properties());
            return now.withPublic(body.get("public") instanceof Boolean isPublic ? isPublic : now.isPublic())
                    .withAutoUpdate(
                            body.get("auto_update") instanceof Boolean autoUpdate ? autoUpdate : now.autoUpdate())
                    .withProperties(properties)
                    .withExpiresAt(isSet(put.expiresAt()) ? put.expiresAt() : now.expiresAt())
                    .withProfiles(Optional.ofNullable(put.profiles()).orElse(now.profiles()));
        });
        return Reply.empty();
    }

    private Reply delete(Request request) {
        ImageRecord image = find(request);
        return Reply.operation(operations.start(plan("Deleting image", image), _ -> deletion.delete(image)));
    }

    private Reply refresh(Request request) {
        ImageRecord image = find(request);
        return Reply.operation(operations.start(
                plan("Refreshing image", image).cancellable(), context -> refresher.refresh(image, context::publish)));
    }

    private Reply offer(Request request) {
        ImageRecord image = find(request);
        Operation operation = secrets.offer(image.fingerprint(), UploadTerms.NONE);
        events.lifecycle("image-secret-created", image.url(), Map.of());
        return Reply.operation(operation);
    }

    private Reply export(Request request) {
        ImageRecord image = find(request);
        Optional<String> secret = secret(request);
        if (secret.isPresent()) {
            boolean isGood = secrets.isGood(image.fingerprint(), secret.get());
            if (isGood) {
                secrets.use(image.fingerprint(), secret.get());
            } else {
                requireVisible(request, image);
            }
        } else {
            requireVisible(request, image);
        }
        ImageExports.Body body = exports.of(image.fingerprint());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", body.contentType());
        headers.put("Content-Length", Long.toString(body.length()));
        body.contentDisposition().ifPresent(value -> headers.put("Content-Disposition", value));
        events.lifecycle("image-retrieved", image.url(), Map.of());
        return new Reply.Bytes(headers, body.writer()::writeTo);
    }

    private Reply push(Request request) {
        ImageRecord image = find(request);
        ImageExportPost target = request.body(ImageExportPost.class);
        return Reply.operation(operations.start(plan("Downloading image", image).cancellable(), _ -> {
            pusher.push(image, target);
            events.lifecycle("image-retrieved", image.url(), Map.of("target", target.target()));
        }));
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
            var terms = new UploadTerms(
                    post.isPublic(),
                    post.autoUpdate(),
                    post.properties(),
                    Optional.of(post.expiresAt()).filter(ImageRoutes::isSet),
                    post.aliases(),
                    Optional.ofNullable(post.profiles()).orElse(ImageRecord.DEFAULT_PROFILES));
            return Reply.operation(secrets.offer(source.fingerprint(), terms));
        }
        ImageCreation.Work work = creation.of(request.project(), post, source);
        return Reply.operation(operations.start(
                new OperationPlan("Downloading image", Map.of()).cancellable(),
                context -> tell(context, work.run(context::publish))));
    }

    private Reply receive(Request request, InputStream body) {
        String fingerprint = request.header("X-LXD-fingerprint").orElse("");
        Optional<String> secret = request.header("X-LXD-secret");
        boolean isOffered = secret.isPresent() && secrets.isGood(fingerprint, secret.get());
        if (!isOffered && !request.caller().isTrusted()) {
            throw DaemonException.forbidden("not authorized");
        }
        UploadTerms terms = isOffered ? secrets.use(fingerprint, secret.get()) : terms(request);
        profiles.require(request.project(), terms.profiles());
        ImageImporter.Upload upload = importer.receive(
                request.header("Content-Type").orElse(""),
                request.header("X-LXD-filename").orElse(""),
                body);
        // Whoever is not trusted may ask how the operation went with a secret of its own.
        Map<String, Object> metadata = isOffered ? Map.of("secret", secret.get()) : Map.of();
        return Reply.operation(operations.start(
                new OperationPlan("Downloading image", Map.of()).withMetadata(metadata), context -> {
                    try (upload) {
                        context.publish(Map.of(
                                "fingerprint", upload.image().fingerprint(),
                                "size", Long.toString(upload.image().size())));
                        importer.keep(request.project(), upload, fingerprint, terms);
                    }
                }));
    }

    private static UploadTerms terms(Request request) {
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
                .contains(request.header("X-LXD-public").orElse("").toLowerCase(java.util.Locale.ROOT));
        return new UploadTerms(
                isPublic,
                false,
                properties,
                Optional.empty(),
                aliases,
                profiles.isEmpty() ? ImageRecord.DEFAULT_PROFILES : profiles);
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
        context.publish(Map.of("fingerprint", image.fingerprint(), "size", Long.toString(image.size())));
    }

    private static boolean isSet(Instant time) {
        return time.isAfter(Instant.EPOCH);
    }

    private static OperationPlan plan(String description, ImageRecord image) {
        return new OperationPlan(description, Map.of("images", List.of(image.url())));
    }

    private ImageRecord find(Request request) {
        return catalog.find(request.project(), request.pathVariable("fingerprint"));
    }

    private ImageRecord visible(Request request) {
        ImageRecord image = find(request);
        if (secret(request)
                .filter(text -> secrets.isGood(image.fingerprint(), text))
                .isEmpty()) {
            requireVisible(request, image);
        }
        return image;
    }

    private static Optional<String> secret(Request request) {
        return request.query("secret").filter(text -> !text.isEmpty());
    }

    private static void requireVisible(Request request, ImageRecord image) {
        if (!image.isPublic() && !request.caller().isTrusted()) {
            // The whole fingerprint of a private image is not told to who knows some of its digits.
            throw DaemonException.notFound("Image not found");
        }
    }
}
