package io.gantry.daemon.lifecycle.routes;

import io.gantry.api.ApiJson;
import io.gantry.api.InstancePut;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.filter.CollectionFilter;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.SnapshotKey;
import io.gantry.daemon.instance.SourceKey;
import io.gantry.daemon.lifecycle.InstanceDeleter;
import io.gantry.daemon.lifecycle.InstanceUpdater;
import io.gantry.daemon.lifecycle.creation.InstanceCreator;
import io.gantry.daemon.lifecycle.snapshot.SnapshotRestorer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code /1.0/instances}, and {@code /1.0/containers} as older clients say. */
public final class InstanceRoutes implements Routes {
    static final List<String> ROOTS = List.of("/1.0/instances", "/1.0/containers");
    private static final int FULL = 2;

    private final Instances instances;
    private final InstanceViews views;
    private final InstanceCreator creator;
    private final InstanceUpdater updater;
    private final InstanceDeleter deleter;
    private final SnapshotRestorer restorer;

    public InstanceRoutes(
            Instances instances,
            InstanceViews views,
            InstanceCreator creator,
            InstanceUpdater updater,
            InstanceDeleter deleter,
            SnapshotRestorer restorer) {
        this.instances = instances;
        this.views = views;
        this.creator = creator;
        this.updater = updater;
        this.deleter = deleter;
        this.restorer = restorer;
    }

    @Override
    public void register(Router router) {
        for (String root : ROOTS) {
            String one = root + "/{name}";
            router.route(Method.GET, root, request -> list(root, request));
            router.route(Method.POST, root, this::create);
            router.route(Method.GET, one, this::show);
            router.route(Method.PUT, one, this::replace);
            router.route(Method.PATCH, one, this::merge);
            router.route(Method.DELETE, one, this::delete);
        }
    }

    static InstanceKey key(Request request) {
        return new InstanceKey(request.project(), request.pathVariable("name"));
    }

    private Reply list(String root, Request request) {
        List<ExpandedInstance> all = instances.list().stream()
                .filter(instance -> instance.key().project().equals(request.project()))
                .toList();
        Optional<CollectionFilter> filter =
                request.query("filter").filter(text -> !text.isEmpty()).map(CollectionFilter::parse);
        if (request.recursion() == FULL) {
            return Reply.of(fitting(filter, all.parallelStream().map(views::full)));
        }
        if (request.recursion() > 0) {
            return Reply.of(fitting(filter, all.stream().map(views::view)));
        }
        return Reply.of(all.stream()
                .filter(instance -> filter.isEmpty() || filter.get().matches(views.view(instance)))
                .map(instance -> root + "/" + instance.key().name())
                .toList());
    }

    private static List<?> fitting(Optional<CollectionFilter> filter, Stream<?> objects) {
        return objects.filter(object -> filter.isEmpty() || filter.get().matches(object))
                .toList();
    }

    private Reply create(Request request) {
        var wanted = request.body(InstancesPost.class);
        if (wanted.source() != null && wanted.source().project() != null) {
            requireProject(
                    new InstanceKey(request.project(), wanted.name()),
                    wanted.source().project());
        }
        return Reply.operation(creator.create(request.project(), wanted));
    }

    private Reply show(Request request) {
        ExpandedInstance instance = instances.find(key(request));
        Object view = request.recursion() > 0 ? views.full(instance) : views.view(instance);
        return Reply.withEtag(view, InstanceViews.changeable(instance.record()));
    }

    private Reply replace(Request request) {
        InstanceRecord current = instances.find(key(request)).record();
        request.requireUnchanged(InstanceViews.changeable(current));
        var wanted = request.body(InstancePut.class);
        String restore = wanted.restore();
        return Reply.operation(
                restore == null || restore.isEmpty()
                        ? updater.replace(current.key(), wanted, basis(request))
                        : restorer.restore(snapshotOf(current.key(), restore)));
    }

    /** Clients say {@code c1/snap0}, or the snapshot's name alone. */
    private static SnapshotKey snapshotOf(InstanceKey instance, String text) {
        return SourceKey.parse(instance.project(), text) instanceof SnapshotKey named
                ? instance.snapshot(named.name())
                : instance.snapshot(text);
    }

    private static InstanceUpdater.Basis basis(Request request) {
        return request.header("if-match").filter(etag -> !etag.isEmpty()).isPresent()
                ? InstanceUpdater.Basis.CURRENT
                : InstanceUpdater.Basis.UNKNOWN;
    }

    private Reply merge(Request request) {
        InstanceRecord current = instances.find(key(request)).record();
        request.requireUnchanged(InstanceViews.changeable(current));
        Map<String, Object> changes = request.bodyTree();
        if (changes.get("config") instanceof Map<?, ?> config) {
            InstanceUpdater.requireNoFacts(current.config(), config);
        }
        Map<String, Object> whole = new TreeMap<>();
        whole.put("architecture", changes.getOrDefault("architecture", current.architecture()));
        whole.put("config", merged("config", current.config(), changes));
        whole.put("devices", merged("devices", current.devices(), changes));
        whole.put("ephemeral", changes.getOrDefault("ephemeral", current.ephemeral()));
        whole.put("profiles", changes.getOrDefault("profiles", current.profiles()));
        whole.put("description", changes.getOrDefault("description", current.description()));
        updater.replaceNow(current.key(), ApiJson.fromTree(whole, InstancePut.class));
        return Reply.empty();
    }

    private static Map<String, Object> merged(String field, Map<String, ?> current, Map<String, Object> changes) {
        Map<String, Object> merged = new TreeMap<>(current);
        Object changed = changes.get(field);
        if (changed instanceof Map<?, ?> map) {
            map.forEach((key, value) -> merged.put(key.toString(), value == null ? "" : value));
        } else if (changed != null) {
            throw DaemonException.invalid("\"" + field + "\" must be an object of keys and values");
        }
        return merged;
    }

    static void requireProject(InstanceKey key, String project) {
        if (!project.isEmpty() && !project.equals(key.project())) {
            throw DaemonException.notFound(
                    "Project not found: " + project + "; this server has only the project " + key.project());
        }
    }

    private Reply delete(Request request) {
        return Reply.operation(deleter.delete(key(request)));
    }
}
