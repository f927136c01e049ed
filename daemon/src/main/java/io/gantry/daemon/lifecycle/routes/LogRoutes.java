package io.gantry.daemon.lifecycle.routes;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.Instances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /1.0/instances/NAME/logs}: what liblxc and recorded programs wrote. */
public final class LogRoutes implements Routes {
    private final Instances instances;
    private final Path logs;

    /** @param logs the folder that holds one folder of logs for each instance */
    public LogRoutes(Instances instances, Path logs) {
        this.instances = instances;
        this.logs = logs;
    }

    @Override
    public void register(Router router) {
        for (String root : InstanceRoutes.ROOTS) {
            String all = root + "/{name}/logs";
            router.route(Method.GET, all, request -> list(root, request));
            router.route(Method.GET, all + "/{file}", this::show);
            router.route(Method.DELETE, all + "/{file}", this::delete);
        }
    }

    private Reply list(String root, Request request) throws IOException {
        InstanceKey key = InstanceRoutes.key(request);
        instances.find(key);
        Path folder = logs.resolve(key.name());
        if (Files.notExists(folder)) {
            return Reply.of(List.of());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Reply.of(files.map(file -> root + "/" + key + "/logs/" + file.getFileName())
                    .filter(url -> isLog(url.substring(url.lastIndexOf('/') + 1)))
                    .sorted()
                    .toList());
        }
    }

    private Reply show(Request request) {
        Path file = find(request);
        return new Reply.Bytes(Map.of("Content-Type", "application/octet-stream"), out -> Files.copy(file, out));
    }

    private Reply delete(Request request) throws IOException {
        Path file = find(request);
        if (!file.getFileName().toString().startsWith("exec_")) {
            throw DaemonException.invalid(
                    "only what recorded programs wrote can be deleted, not " + file.getFileName());
        }
        Files.deleteIfExists(file);
        return Reply.empty();
    }

    private Path find(Request request) {
        InstanceKey key = InstanceRoutes.key(request);
        instances.find(key);
        String name = request.pathVariable("file");
        if (!isLog(name)) {
            throw DaemonException.invalid(
                    "log file name " + name + " not valid: names end with .log or begin with exec_");
        }
        Path file = logs.resolve(key.name()).resolve(name);
        if (!Files.isRegularFile(file)) {
            throw DaemonException.notFound("Log not found: " + name + " of instance " + key);
        }
        return file;
    }

    private static boolean isLog(String name) {
        boolean isName = name.indexOf('/') < 0 && !name.contains("..");
        return isName && (name.endsWith(".log") || name.startsWith("exec_"));
    }
}
