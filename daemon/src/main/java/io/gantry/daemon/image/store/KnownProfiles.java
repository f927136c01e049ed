package io.gantry.daemon.image.store;

import io.gantry.daemon.failure.DaemonException;
import java.util.Collection;

/** The profiles that images may be given. Safe for use by many threads. */
@FunctionalInterface
public interface KnownProfiles {
    boolean has(String project, String profile);

    /** @throws DaemonException INVALID_REQUEST naming the first that is not there */
    default void require(String project, Collection<String> profiles) {
        for (String profile : profiles) {
            if (!has(project, profile)) {
                throw DaemonException.invalid("Profile '" + profile + "' doesn't exist");
            }
        }
    }
}
