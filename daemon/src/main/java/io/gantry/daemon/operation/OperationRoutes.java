package io.gantry.daemon.operation;

import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code /1.0/operations}. */
public final class OperationRoutes implements Routes {
    private static final String ONE = "/1.0/operations/{id}";

    private final BackgroundOperations operations;

    public OperationRoutes(BackgroundOperations operations) {
        this.operations = operations;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, "/1.0/operations", this::list);
        router.route(Method.GET, ONE, this::show);
        router.route(Method.DELETE, ONE, this::cancel);
        router.route(Method.GET, ONE + "/wait", Access.ANYBODY, this::await);
        router.route(Method.GET, ONE + "/websocket", Access.ANYBODY, this::connect);
    }

    private Reply list(Request request) {
        Map<String, List<Object>> byStatus = new TreeMap<>();
        for (Operation operation : operations.list()) {
            byStatus.computeIfAbsent(operation.status().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(request.recursion() > 0 ? operation : "/1.0/operations/" + operation.id());
        }
        return Reply.of(byStatus);
    }

    private Reply show(Request request) {
        return Reply.of(find(request).view());
    }

    private Reply cancel(Request request) {
        find(request).cancel();
        return Reply.empty();
    }

    private Reply await(Request request) throws InterruptedException {
        BackgroundOperation operation = find(request);
        boolean mayWait = request.caller().isTrusted()
                || request.query("secret").filter(operation::knows).isPresent();
        if (!mayWait) {
            throw DaemonException.forbidden("not authorized");
        }
        operation.await(Duration.ofSeconds(seconds(request)));
        return Reply.of(operation.view());
    }

    private static long seconds(Request request) {
        String text = request.query("timeout").orElse("-1");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw DaemonException.invalid("timeout must be a whole number of seconds, not \"" + text + "\"");
        }
    }

    private Reply connect(Request request) {
        BackgroundOperation operation = find(request);
        String secret = request.query("secret")
                .orElseThrow(() -> DaemonException.invalid("the secret of the operation's channel is missing"));
        String channel = operation.takeChannel(secret);
        return new Reply.WebSocket(messages -> operation.serve(channel, messages));
    }

    private BackgroundOperation find(Request request) {
        return operations.find(request.pathVariable("id"));
    }
}
