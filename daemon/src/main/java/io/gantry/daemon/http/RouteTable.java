package io.gantry.daemon.http;

import io.gantry.daemon.failure.DaemonException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the API as a tree of path segments; a literal segment wins over a variable one. Filled before the
 * first request, then only read.
 */
public final class RouteTable implements Router {
    private final Node root = new Node();

    /** What serves a request, with the decoded segments that stand for the pattern's variables. */
    record Match(Handler handler, Access access, Map<String, String> variables) {}

    private record Route(Handler handler, Access access, List<String> variables) {}

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<Method, Route> routes = new EnumMap<>(Method.class);
        private @Nullable Node variable;

        Node variable() {
            Node next = variable;
            if (next == null) {
                next = new Node();
                variable = next;
            }
            return next;
        }
    }

    @Override
    public void route(Method method, String pattern, Access access, Handler handler) {
        Node node = root;
        var variables = new ArrayList<String>();
        for (String segment : segments(pattern)) {
            if (segment.startsWith("{")) {
                variables.add(segment.substring(1, segment.length() - 1));
                node = node.variable();
            } else {
                node = node.literals.computeIfAbsent(segment, _ -> new Node());
            }
        }
        if (node.routes.put(method, new Route(handler, access, variables)) != null) {
            throw new IllegalArgumentException("two routes for " + method + " " + pattern);
        }
    }

    /**
     * Finds what serves a request.
     *
     * @param path absolute, percent-encoded
     * @throws DaemonException NOT_FOUND where no route has this path, NOT_SUPPORTED where none of them has the method
     */
    Match match(Method method, String path) {
        List<String> segments = segments(path).stream().map(RouteTable::decoded).toList();
        var values = new ArrayList<String>();
        Node node = find(root, segments, 0, values);
        if (node == null) {
            throw DaemonException.notFound("not found");
        }
        Route route = node.routes.get(method == Method.HEAD && !node.routes.containsKey(method) ? Method.GET : method);
        if (route == null) {
            throw DaemonException.notSupported("not implemented");
        }
        var variables = new HashMap<String, String>();
        for (int i = 0; i < values.size(); i++) {
            variables.put(route.variables().get(i), values.get(i));
        }
        return new Match(route.handler(), route.access(), variables);
    }

    private static @Nullable Node find(Node node, List<String> segments, int index, List<String> values) {
        if (index == segments.size()) {
            return node.routes.isEmpty() ? null : node;
        }
        Node literal = node.literals.get(segments.get(index));
        Node found = literal == null ? null : find(literal, segments, index + 1, values);
        if (found == null && node.variable != null) {
            values.add(segments.get(index));
            found = find(node.variable, segments, index + 1, values);
            if (found == null) {
                values.removeLast();
            }
        }
        return found;
    }

    private static List<String> segments(String path) {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        String trimmed = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            // In a path, unlike in a form, a plus sign is itself.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw DaemonException.invalid("the URL has a broken escape in \"" + segment + "\"");
        }
    }
}
