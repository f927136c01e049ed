package io.gantry.daemon.server;

import io.gantry.api.Server;
import io.gantry.api.ServerPut;
import io.gantry.api.ServerUntrusted;
import io.gantry.daemon.config.ServerConfig;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /} and {@code /1.0}. */
public final class ServerRoutes implements Routes {
    private static final String STATUS = "stable";
    private static final String VERSION = "1.0";
    private static final List<String> AUTH_METHODS = List.of("tls");

    /** What clients of LXD read before they ask for anything of a cluster. */
    private static final Map<String, Object> NO_CLUSTER =
            Map.of("server_name", "", "enabled", false, "member_config", List.of());

    private final ServerConfig config;
    private final EnvironmentReader environment;

    public ServerRoutes(ServerConfig config, EnvironmentReader environment) {
        this.config = config;
        this.environment = environment;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, "/", Access.ANYBODY, _ -> Reply.of(List.of("/1.0")));
        router.route(Method.GET, "/1.0", Access.ANYBODY, this::show);
        router.route(Method.GET, "/1.0/cluster", _ -> Reply.withEtag(NO_CLUSTER, NO_CLUSTER));
        router.route(Method.PUT, "/1.0", this::replace);
        router.route(Method.PATCH, "/1.0", this::merge);
    }

    private Reply show(Request request) {
        if (!request.caller().isTrusted()) {
            return Reply.of(new ServerUntrusted(ApiExtensions.ALL, STATUS, VERSION, "untrusted", false, AUTH_METHODS));
        }
        Map<String, Object> shown = config.shown();
        var server = new Server(
                shown,
                ApiExtensions.ALL,
                STATUS,
                VERSION,
                "trusted",
                false,
                AUTH_METHODS,
                environment.read(request.project()));
        return Reply.withEtag(server, shown);
    }

    private Reply replace(Request request) {
        request.requireUnchanged(config.shown());
        config.replace(request.body(ServerPut.class).config());
        return Reply.empty();
    }

    private Reply merge(Request request) {
        request.requireUnchanged(config.shown());
        Map<String, Object> wanted = new TreeMap<>();
        if (request.bodyTree().getOrDefault("config", Map.of()) instanceof Map<?, ?> tree) {
            tree.forEach((key, value) -> wanted.put(key.toString(), value == null ? "" : value));
        } else {
            throw DaemonException.invalid("\"config\" must be an object of keys and values");
        }
        config.merge(wanted);
        return Reply.empty();
    }
}
