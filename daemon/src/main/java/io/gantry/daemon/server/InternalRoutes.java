package io.gantry.daemon.server;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;

/** {@code /internal}: what the daemon's own sub-commands ask of it, on the unix socket alone. */
public final class InternalRoutes implements Routes {
    private final Runnable end;

    public InternalRoutes(Runnable end) {
        this.end = end;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, "/internal/ready", request -> {
            requireLocal(request);
            return Reply.empty();
        });
        router.route(Method.PUT, "/internal/shutdown", request -> {
            requireLocal(request);
            end.run();
            return Reply.empty();
        });
    }

    private static void requireLocal(Request request) {
        if (!request.caller().protocol().equals("unix")) {
            throw DaemonException.forbidden("not authorized");
        }
    }
}
