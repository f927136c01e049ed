package io.gantry.daemon.http;

/**
 * Where routes are declared. Patterns are absolute paths whose {@code {name}} segments match one segment, which
 * is percent-decoded.
 */
public interface Router {
    /** A route for trusted callers only; others get 403. */
    default void route(Method method, String pattern, Handler handler) {
        route(method, pattern, Access.TRUSTED, handler);
    }

    void route(Method method, String pattern, Access access, Handler handler);
}
