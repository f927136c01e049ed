package io.gantry.daemon.feature;

import io.gantry.daemon.http.Routes;
import java.util.List;

/**
 * A part of the daemon: what it adds to the API, and what it does when the daemon starts and ends. Features start in
 * the order of the daemon's list and end in the opposite one, all on the thread that starts or ends the daemon.
 */
public interface Feature {
    /** The feature's part of the API. */
    default List<Routes> routes() {
        return List.of();
    }

    /** Begins what goes on by itself. The features before this one in the list have started. */
    default void start() {}

    /** Ends what goes on by itself; instances, networks and pools stay as they are, for the next daemon. */
    default void close() {}

    /** As {@link #close}, and ends what the feature has started on the host. */
    default void shutDown() {
        close();
    }

    /** A feature that is nothing but its routes. */
    static Feature of(Routes... routes) {
        List<Routes> all = List.of(routes);
        return new Feature() {
            @Override
            public List<Routes> routes() {
                return all;
            }
        };
    }
}
