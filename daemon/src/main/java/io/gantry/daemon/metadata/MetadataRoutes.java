package io.gantry.daemon.metadata;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageMetadata;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /1.0/instances/NAME/metadata} and the templates below it. */
public final class MetadataRoutes implements Routes {
    private final InstanceMetadata metadata;

    public MetadataRoutes(InstanceMetadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public void register(Router router) {
        for (String root : List.of("/1.0/instances", "/1.0/containers")) {
            String one = root + "/{name}/metadata";
            router.route(Method.GET, one, this::show);
            router.route(Method.PUT, one, this::replace);
            router.route(Method.PATCH, one, this::merge);
            router.route(Method.GET, one + "/templates", this::templates);
            router.route(Method.POST, one + "/templates", this::write);
            router.route(Method.DELETE, one + "/templates", this::delete);
        }
    }

    private static InstanceKey key(Request request) {
        return new InstanceKey(request.project(), request.pathVariable("name"));
    }

    private static String path(Request request) {
        return request.query("path").orElse("");
    }

    private Reply show(Request request) {
        ImageMetadata found = metadata.read(key(request));
        return Reply.withEtag(found, found);
    }

    private Reply replace(Request request) {
        var wanted = request.body(ImageMetadata.class);
        metadata.change(key(request), now -> {
            request.requireUnchanged(now);
            return wanted;
        });
        return Reply.empty();
    }

    private Reply merge(Request request) {
        Map<String, Object> changes = request.bodyTree();
        metadata.change(key(request), now -> {
            request.requireUnchanged(now);
            return merged(now, changes);
        });
        return Reply.empty();
    }

    /** Maps get the new entries beside those that they have. */
    private static ImageMetadata merged(ImageMetadata now, Map<String, Object> changes) {
        var whole = new LinkedHashMap<String, Object>();
        if (ApiJson.toTree(now) instanceof Map<?, ?> fields) {
            fields.forEach((field, value) -> whole.put(field.toString(), value));
        }
        changes.forEach((field, value) -> {
            if (whole.get(field) instanceof Map<?, ?> before && value instanceof Map<?, ?> after) {
                var both = new LinkedHashMap<Object, Object>(before);
                both.putAll(after);
                whole.put(field, both);
            } else {
                whole.put(field, value);
            }
        });
        return ApiJson.fromTree(whole, ImageMetadata.class);
    }

    private Reply templates(Request request) {
        Optional<String> name = request.query("path");
        if (name.isEmpty()) {
            return Reply.of(metadata.templates(key(request)));
        }
        byte[] content = metadata.template(key(request), name.get());
        return new Reply.Bytes(
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        "Content-Length",
                        Integer.toString(content.length),
                        "Content-Disposition",
                        "inline;filename=" + name.get().replaceAll("[^a-zA-Z0-9._-]", "_")),
                out -> out.write(content));
    }

    private Reply write(Request request) throws IOException {
        metadata.write(key(request), path(request), request.body());
        return Reply.empty();
    }

    private Reply delete(Request request) {
        metadata.delete(key(request), path(request));
        return Reply.empty();
    }
}
