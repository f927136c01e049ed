package io.gantry.daemon.pool;

import java.util.List;

/** What uses storage pools. Safe for use by many threads. */
@FunctionalInterface
public interface PoolUse {
    /** URL paths of what uses a pool, such as {@code /1.0/instances/c1}. */
    List<String> usersOf(String pool);
}
