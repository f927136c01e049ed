package io.gantry.daemon.image;

import io.gantry.api.ImageExportPost;
import io.gantry.api.Operation;
import io.gantry.daemon.event.Events;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.remote.ImagePusher;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.transfer.ImageExports;
import io.gantry.daemon.image.transfer.ImageSecrets;
import io.gantry.daemon.image.transfer.UploadOptions;
import io.gantry.daemon.operation.Operations;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Images on their way out: {@code export} below an image, and secrets for strangers to fetch it. */
final class ImageTransferRoutes implements Routes {
    private final VisibleImages images;
    private final ImageExports exports;
    private final ImagePusher pusher;
    private final ImageSecrets secrets;
    private final Operations operations;
    private final Events events;

    ImageTransferRoutes(
            VisibleImages images,
            ImageExports exports,
            ImagePusher pusher,
            ImageSecrets secrets,
            Operations operations,
            Events events) {
        this.images = images;
        this.exports = exports;
        this.pusher = pusher;
        this.secrets = secrets;
        this.operations = operations;
        this.events = events;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, VisibleImages.ONE + "/export", Access.ANYBODY, this::export);
        router.route(Method.POST, VisibleImages.ONE + "/export", this::push);
        router.route(Method.POST, VisibleImages.ONE + "/secret", this::offer);
    }

    private Reply offer(Request request) {
        ImageRecord image = images.find(request);
        Operation operation = secrets.offer(image.fingerprint(), UploadOptions.NONE);
        events.lifecycle("image-secret-created", image.url(), Map.of());
        return Reply.operation(operation);
    }

    private Reply export(Request request) {
        ImageRecord image = images.takeVisible(request);
        ImageExports.Body body = exports.of(image.fingerprint());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", body.contentType());
        headers.put("Content-Length", Long.toString(body.length()));
        body.contentDisposition().ifPresent(value -> headers.put("Content-Disposition", value));
        events.lifecycle("image-retrieved", image.url(), Map.of());
        return new Reply.Bytes(headers, out -> {
            try (InputStream content = body.content().open()) {
                content.transferTo(out);
            }
        });
    }

    private Reply push(Request request) {
        ImageRecord image = images.find(request);
        ImageExportPost target = request.body(ImageExportPost.class);
        return Reply.operation(operations.start(
                VisibleImages.plan("Downloading image", image).cancellable(), _ -> {
                    pusher.push(image, target);
                    events.lifecycle("image-retrieved", image.url(), Map.of("target", target.target()));
                }));
    }
}
