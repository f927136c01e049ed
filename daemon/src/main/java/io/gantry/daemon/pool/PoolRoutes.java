package io.gantry.daemon.pool;

import io.gantry.api.StoragePool;
import io.gantry.api.StoragePoolPut;
import io.gantry.api.StoragePoolsPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.storage.PoolResources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /1.0/storage-pools}. */
public final class PoolRoutes implements Routes {
    private static final String ALL = "/1.0/storage-pools";
    private static final String ONE = ALL + "/{pool}";

    private final Pools pools;

    public PoolRoutes(Pools pools) {
        this.pools = pools;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, ALL, this::list);
        router.route(Method.POST, ALL, this::create);
        router.route(Method.GET, ONE, this::show);
        router.route(Method.PUT, ONE, this::replace);
        router.route(Method.PATCH, ONE, this::merge);
        router.route(Method.DELETE, ONE, this::delete);
        router.route(Method.GET, ONE + "/resources", this::resources);
    }

    private Reply list(Request request) {
        if (request.recursion() == 0) {
            return Reply.of(pools.names().stream().map(name -> ALL + "/" + name).toList());
        }
        return Reply.of(pools.list().stream().map(this::view).toList());
    }

    private Reply create(Request request) {
        var wanted = request.body(StoragePoolsPost.class);
        if (wanted.driver().isEmpty()) {
            throw DaemonException.invalid("No driver provided");
        }
        pools.create(new PoolRecord(wanted.name(), wanted.driver(), wanted.description(), wanted.config()));
        return Reply.created(ALL + "/" + wanted.name());
    }

    private Reply show(Request request) {
        PoolRecord pool = find(request);
        return Reply.withEtag(view(pool), etag(pool));
    }

    private Reply replace(Request request) {
        PoolRecord pool = find(request);
        request.requireUnchanged(etag(pool));
        var wanted = request.body(StoragePoolPut.class);
        pools.update(pool.name(), wanted.description(), wanted.config());
        return Reply.empty();
    }

    private Reply merge(Request request) {
        PoolRecord pool = find(request);
        request.requireUnchanged(etag(pool));
        Map<String, Object> wanted = request.bodyTree();
        var config = new TreeMap<>(pool.config());
        if (wanted.get("config") instanceof Map<?, ?> changes) {
            changes.forEach((key, value) -> config.put(key.toString(), value == null ? "" : value.toString()));
        }
        config.values().removeIf(String::isEmpty);
        Object description = wanted.get("description");
        pools.update(pool.name(), description == null ? pool.description() : description.toString(), config);
        return Reply.empty();
    }

    private Reply delete(Request request) {
        pools.delete(find(request).name());
        return Reply.empty();
    }

    private Reply resources(Request request) {
        PoolResources resources = pools.started(request.pathVariable("pool")).resources();
        return Reply.of(Map.of(
                "space", Map.of("used", resources.spaceUsed(), "total", resources.spaceTotal()),
                "inodes", Map.of("used", resources.inodesUsed(), "total", resources.inodesTotal())));
    }

    private PoolRecord find(Request request) {
        return pools.find(request.pathVariable("pool"));
    }

    private StoragePool view(PoolRecord pool) {
        return new StoragePool(
                pool.config(),
                pool.description(),
                pool.name(),
                pool.driver(),
                pools.usersOf(pool.name()),
                pools.isAvailable(pool.name()) ? "Created" : "Unavailable",
                List.of("none"));
    }

    private static Object etag(PoolRecord pool) {
        return List.of(pool.name(), pool.driver(), pool.description(), new TreeMap<>(pool.config()));
    }
}
