package io.gantry.daemon.http;

import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A request as handlers see it. Belongs to the thread that handles it. */
public interface Request {
    Method method();

    /** The path, not decoded, without the query. */
    String path();

    /** The absolute URI by which the caller reached us. */
    URI uri();

    /** The decoded segment that matched {@code {name}} in the pattern. */
    String pathVariable(String name);

    /** The first value of a query parameter; empty where it is absent or has no value. */
    Optional<String> query(String name);

    Optional<String> header(String name);

    /** All headers, names in lower case, first value of each. */
    Map<String, String> headers();

    Caller caller();

    /** The body, to be read once. */
    InputStream body();

    /**
     * The body as an API record.
     *
     * @throws io.gantry.daemon.failure.DaemonException INVALID_REQUEST where it is not one, or is larger than 4 MiB
     */
    <T> T body(Class<T> type);

    /** The body as a JSON object: for PATCH, where an absent field differs from an empty one. */
    Map<String, Object> bodyTree();

    /** The value of {@code recursion}: 0 for URLs, 1 for objects, 2 for objects with state. */
    default int recursion() {
        return query("recursion")
                .map(value -> switch (value) {
                    case "1" -> 1;
                    case "2" -> 2;
                    default -> 0;
                })
                .orElse(0);
    }

    /** The project that the request speaks of: {@code default} where it does not say. */
    default String project() {
        return query("project").filter(value -> !value.isEmpty()).orElse("default");
    }

    /**
     * Checks {@code If-Match} against the object as it is now.
     *
     * @throws io.gantry.daemon.failure.DaemonException CHANGED_MEANWHILE where the caller's ETag is another
     */
    void requireUnchanged(Object current);
}
