package io.gantry.daemon.lifecycle.routes;

import io.gantry.api.ApiJson;
import io.gantry.api.InstancePost;
import io.gantry.api.InstanceSnapshot;
import io.gantry.api.InstanceSnapshotPost;
import io.gantry.api.InstanceSnapshotPut;
import io.gantry.api.InstanceSnapshotsPost;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.Instances;
import io.gantry.daemon.instance.SnapshotName;
import io.gantry.daemon.instance.SnapshotRecord;
import io.gantry.daemon.lifecycle.snapshot.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /1.0/instances/NAME/snapshots}. */
public final class SnapshotRoutes implements Routes {
    private final Instances instances;
    private final Snapshots snapshots;
    private final InstanceViews views;
    private final InstanceMigration migration;

    public SnapshotRoutes(Instances instances, Snapshots snapshots, InstanceViews views, InstanceMigration migration) {
        this.instances = instances;
        this.snapshots = snapshots;
        this.views = views;
        this.migration = migration;
    }

    @Override
    public void register(Router router) {
        for (String root : InstanceRoutes.ROOTS) {
            String all = root + "/{name}/snapshots";
            String one = all + "/{snapshot}";
            router.route(Method.GET, all, request -> list(root, request));
            router.route(Method.POST, all, this::create);
            router.route(Method.GET, one, this::show);
            router.route(Method.PUT, one, this::replace);
            router.route(Method.PATCH, one, this::merge);
            router.route(Method.POST, one, this::renameOrOffer);
            router.route(Method.DELETE, one, this::delete);
        }
    }

    private Reply list(String root, Request request) {
        InstanceKey key = InstanceRoutes.key(request);
        instances.find(key);
        List<SnapshotRecord> all = snapshots.list(key);
        if (request.recursion() > 0) {
            return Reply.of(all.stream().map(views::snapshot).toList());
        }
        return Reply.of(all.stream()
                .map(snapshot -> root + "/" + key + "/snapshots/" + snapshot.name())
                .toList());
    }

    private Reply create(Request request) {
        return Reply.operation(
                snapshots.create(InstanceRoutes.key(request), request.body(InstanceSnapshotsPost.class)));
    }

    private Reply show(Request request) {
        InstanceSnapshot view = views.snapshot(find(request));
        return Reply.withEtag(view, etag(view));
    }

    private Reply replace(Request request) {
        SnapshotRecord snapshot = find(request);
        request.requireUnchanged(etag(views.snapshot(snapshot)));
        return expire(snapshot, request.body(InstanceSnapshotPut.class));
    }

    private Reply merge(Request request) {
        SnapshotRecord snapshot = find(request);
        request.requireUnchanged(etag(views.snapshot(snapshot)));
        Map<String, Object> changes = new TreeMap<>(request.bodyTree());
        changes.putIfAbsent("expires_at", snapshot.expiresAt().toString());
        return expire(snapshot, ApiJson.fromTree(changes, InstanceSnapshotPut.class));
    }

    private Reply expire(SnapshotRecord snapshot, InstanceSnapshotPut wanted) {
        Instant expiresAt = wanted.expiresAt();
        return Reply.operation(
                snapshots.expire(snapshot.key(), expiresAt.isBefore(Instant.EPOCH) ? Instant.EPOCH : expiresAt));
    }

    private static Object etag(InstanceSnapshot view) {
        return List.of(view.name(), view.expiresAt().toString());
    }

    private Reply renameOrOffer(Request request) {
        SnapshotRecord snapshot = find(request);
        var wanted = request.body(InstanceSnapshotPost.class);
        if (!wanted.migration()) {
            return Reply.operation(snapshots.rename(snapshot.key(), new SnapshotName(wanted.name())));
        }
        var offer = InstancePost.offer()
                .name(wanted.name())
                .live(wanted.live())
                .instanceOnly(true)
                .target(wanted.target())
                .project(snapshot.instance().project())
                .build();
        return Reply.operation(migration.offer(snapshot.key(), offer));
    }

    private Reply delete(Request request) {
        return Reply.operation(snapshots.delete(find(request).key()));
    }

    private SnapshotRecord find(Request request) {
        InstanceKey key = InstanceRoutes.key(request);
        instances.find(key);
        return instances.snapshot(key.snapshot(request.pathVariable("snapshot")));
    }
}
