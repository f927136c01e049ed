package io.gantry.daemon.lifecycle.routes;

import io.gantry.api.InstancePost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceMigration;
import io.gantry.daemon.instance.InstanceName;
import io.gantry.daemon.lifecycle.InstanceMover;
import io.gantry.daemon.lifecycle.InstanceRenamer;

/** {@code POST /1.0/instances/NAME}: another name, another pool, or the offer to another daemon. */
final class InstanceMoveRoutes implements Routes {
    private final InstanceRenamer renamer;
    private final InstanceMover mover;
    private final InstanceMigration migration;

    InstanceMoveRoutes(InstanceRenamer renamer, InstanceMover mover, InstanceMigration migration) {
        this.renamer = renamer;
        this.mover = mover;
        this.migration = migration;
    }

    @Override
    public void register(Router router) {
        for (String root : InstanceRoutes.ROOTS) {
            router.route(Method.POST, root + "/{name}", this::moveOrOffer);
        }
    }

    private Reply moveOrOffer(Request request) {
        InstanceKey key = InstanceRoutes.key(request);
        var wanted = request.body(InstancePost.class);
        InstanceRoutes.requireProject(key, wanted.project());
        if (wanted.migration() && !wanted.pool().isEmpty() && wanted.target() == null) {
            return Reply.operation(mover.move(key, wanted.pool()));
        }
        if (wanted.migration()) {
            return Reply.operation(migration.offer(key, wanted));
        }
        if (wanted.name().isEmpty() || wanted.name().equals(key.name())) {
            throw DaemonException.invalid("the new name of instance " + key + " is missing");
        }
        return Reply.operation(renamer.rename(key, new InstanceName(wanted.name())));
    }
}
