package io.gantry.daemon.exec;

import io.gantry.api.InstanceExecPost;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceKey;

/** {@code POST /1.0/instances/NAME/exec}. */
public final class ExecRoutes implements Routes {
    private final ExecService exec;

    public ExecRoutes(ExecService exec) {
        this.exec = exec;
    }

    @Override
    public void register(Router router) {
        router.route(Method.POST, "/1.0/instances/{name}/exec", this::start);
        router.route(Method.POST, "/1.0/containers/{name}/exec", this::start);
    }

    private Reply start(Request request) {
        var key = new InstanceKey(request.project(), request.pathVariable("name"));
        return Reply.operation(exec.start(key, request.body(InstanceExecPost.class)));
    }
}
