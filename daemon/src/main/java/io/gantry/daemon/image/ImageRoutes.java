package io.gantry.daemon.image;

import io.gantry.api.ApiJson;
import io.gantry.api.Image;
import io.gantry.api.ImagePut;
import io.gantry.daemon.filter.CollectionFilter;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.remote.ImageRefresher;
import io.gantry.daemon.image.store.ImageCatalog;
import io.gantry.daemon.image.store.ImageDeletion;
import io.gantry.daemon.image.store.ImageOptions;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.KnownProfiles;
import io.gantry.daemon.operation.Operations;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /1.0/images}: what images are, changed, refreshed and deleted. */
final class ImageRoutes implements Routes {
    private static final String COLLECTION = "/1.0/images";

    private final VisibleImages images;
    private final ImageCatalog catalog;
    private final ImageDeletion deletion;
    private final ImageRefresher refresher;
    private final Operations operations;
    private final KnownProfiles profiles;

    ImageRoutes(
            VisibleImages images,
            ImageCatalog catalog,
            ImageDeletion deletion,
            ImageRefresher refresher,
            Operations operations,
            KnownProfiles profiles) {
        this.images = images;
        this.catalog = catalog;
        this.deletion = deletion;
        this.refresher = refresher;
        this.operations = operations;
        this.profiles = profiles;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, COLLECTION, Access.ANYBODY, this::list);
        router.route(Method.GET, VisibleImages.ONE, Access.ANYBODY, this::show);
        router.route(Method.PUT, VisibleImages.ONE, this::replace);
        router.route(Method.PATCH, VisibleImages.ONE, this::patch);
        router.route(Method.DELETE, VisibleImages.ONE, this::delete);
        router.route(Method.POST, VisibleImages.ONE + "/refresh", this::refresh);
    }

    private Reply list(Request request) {
        Stream<Image> all = catalog.views(request.project()).stream()
                .filter(image -> image.isPublic() || request.caller().isTrusted());
        Optional<CollectionFilter> filter =
                request.query("filter").filter(text -> !text.isEmpty()).map(CollectionFilter::parse);
        List<Image> shown = all.filter(image -> filter.isEmpty() || filter.get().matches(image))
                .toList();
        return request.recursion() > 0
                ? Reply.of(shown)
                : Reply.of(shown.stream()
                        .map(image -> COLLECTION + "/" + image.fingerprint())
                        .toList());
    }

    private Reply show(Request request) {
        ImageRecord image = images.findVisible(request);
        return Reply.withEtag(catalog.view(image), ImageCatalog.etag(image));
    }

    private Reply replace(Request request) {
        ImageRecord image = images.find(request);
        request.requireUnchanged(ImageCatalog.etag(image));
        ImagePut put = request.body(ImagePut.class);
        List<String> wanted = Optional.ofNullable(put.profiles()).orElse(ImageOptions.DEFAULT_PROFILES);
        requireProfiles(image, wanted);
        catalog.change(
                image,
                now -> now.with(options -> options.withPublic(put.isPublic())
                        .withAutoUpdate(put.autoUpdate())
                        .withProperties(put.properties())
                        .withExpiresAt(isSet(put.expiresAt()) ? put.expiresAt() : options.expiresAt())
                        .withProfiles(wanted)));
        return Reply.empty();
    }

    /** A profile that went after the image got it keeps nobody from changing the rest. */
    private void requireProfiles(ImageRecord image, List<String> wanted) {
        profiles.require(
                image.project(),
                wanted.stream().filter(name -> !image.profiles().contains(name)).toList());
    }

    private Reply patch(Request request) {
        ImageRecord image = images.find(request);
        request.requireUnchanged(ImageCatalog.etag(image));
        Map<String, Object> body = request.bodyTree();
        ImagePut put = ApiJson.fromTree(body, ImagePut.class);
        requireProfiles(image, Optional.ofNullable(put.profiles()).orElse(List.of()));
        catalog.change(
                image,
                now -> now.with(options -> {
                    Map<String, String> properties = new LinkedHashMap<>(options.properties());
                    properties.putAll(put.properties());
                    return options.withPublic(
                                    body.get("public") instanceof Boolean isPublic ? isPublic : options.isPublic())
                            .withAutoUpdate(
                                    body.get("auto_update") instanceof Boolean autoUpdate
                                            ? autoUpdate
                                            : options.autoUpdate())
                            .withProperties(properties)
                            .withExpiresAt(isSet(put.expiresAt()) ? put.expiresAt() : options.expiresAt())
                            .withProfiles(Optional.ofNullable(put.profiles()).orElse(options.profiles()));
                }));
        return Reply.empty();
    }

    private Reply delete(Request request) {
        ImageRecord image = images.find(request);
        return Reply.operation(
                operations.start(VisibleImages.plan("Deleting image", image), _ -> deletion.delete(image)));
    }

    private Reply refresh(Request request) {
        ImageRecord image = images.find(request);
        return Reply.operation(operations.start(
                VisibleImages.plan("Refreshing image", image).cancellable(),
                context -> refresher.refresh(image, context::publish)));
    }

    private static boolean isSet(Instant time) {
        return time.isAfter(Instant.EPOCH);
    }
}
