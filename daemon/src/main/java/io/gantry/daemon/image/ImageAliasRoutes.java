package io.gantry.daemon.image;

import io.gantry.api.ImageAliasPut;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.api.Rename;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.image.store.ImageAliases;
import java.util.List;
import java.util.Map;

/** {@code /1.0/images/aliases}. */
final class ImageAliasRoutes implements Routes {
    private static final String COLLECTION = "/1.0/images/aliases";
    private static final String ONE = "/1.0/images/aliases/{name}";

    private final ImageAliases aliases;

    ImageAliasRoutes(ImageAliases aliases) {
        this.aliases = aliases;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, COLLECTION, Access.ANYBODY, this::list);
        router.route(Method.POST, COLLECTION, this::create);
        router.route(Method.GET, ONE, Access.ANYBODY, this::show);
        router.route(Method.PUT, ONE, this::replace);
        router.route(Method.PATCH, ONE, this::patch);
        router.route(Method.POST, ONE, this::rename);
        router.route(Method.DELETE, ONE, this::delete);
    }

    private Reply list(Request request) {
        List<ImageAliasesEntry> entries = aliases.list(request.project(), visibility(request));
        return request.recursion() > 0
                ? Reply.of(entries)
                : Reply.of(entries.stream().map(ImageAliasRoutes::url).toList());
    }

    private Reply create(Request request) {
        ImageAliasesEntry entry = request.body(ImageAliasesEntry.class);
        if (entry.name().isEmpty() || entry.target().isEmpty()) {
            throw DaemonException.invalid("name and target are required");
        }
        aliases.create(request.project(), entry);
        return Reply.created(url(entry));
    }

    private Reply show(Request request) {
        ImageAliasesEntry entry = aliases.find(request.project(), request.pathVariable("name"), visibility(request));
        return Reply.withEtag(entry, entry);
    }

    private Reply replace(Request request) {
        ImageAliasPut put = request.body(ImageAliasPut.class);
        if (put.target().isEmpty()) {
            throw DaemonException.invalid("The target field is required");
        }
        request.requireUnchanged(find(request));
        aliases.update(request.project(), request.pathVariable("name"), put);
        return Reply.empty();
    }

    private Reply patch(Request request) {
        Map<String, Object> body = request.bodyTree();
        ImageAliasesEntry now = find(request);
        request.requireUnchanged(now);
        String target = body.get("target") instanceof String text ? text : now.target();
        String description = body.get("description") instanceof String text ? text : now.description();
        aliases.update(request.project(), now.name(), new ImageAliasPut(description, target));
        return Reply.empty();
    }

    private Reply rename(Request request) {
        String newName = request.body(Rename.class).name();
        if (newName.isEmpty()) {
            throw DaemonException.invalid("name is required");
        }
        aliases.rename(request.project(), request.pathVariable("name"), newName);
        return Reply.created(ImageAliases.url(newName));
    }

    private Reply delete(Request request) {
        aliases.delete(request.project(), request.pathVariable("name"));
        return Reply.empty();
    }

    private ImageAliasesEntry find(Request request) {
        return aliases.find(request.project(), request.pathVariable("name"), ImageAliases.Visibility.ALL);
    }

    private static ImageAliases.Visibility visibility(Request request) {
        return request.caller().isTrusted() ? ImageAliases.Visibility.ALL : ImageAliases.Visibility.PUBLIC_IMAGES;
    }

    private static String url(ImageAliasesEntry entry) {
        return ImageAliases.url(entry.name());
    }
}
