package io.gantry.storage;

import java.util.Optional;

/**
 * The life of pools of one kind: made once, started and stopped with the daemon, destroyed once. Methods
 * that change the same pool must not run at once.
 */
public interface PoolDriver {
    /** The kind, as the API names it: {@code dir}, {@code btrfs}. */
    String name();

    /** The version to show for the driver; empty where this host can't use it, as a program is missing. */
    Optional<String> version();

    /**
     * Makes the pool and answers its definition with all that was decided on the way (source, size). The pool is
     * not started. When it fails, nothing is left.
     *
     * @throws InvalidPoolException when the configuration can't be met
     * @throws UnavailableDriverException when this host can't have such a pool
     */
    PoolDefinition create(PoolDefinition pool);

    /**
     * Makes the pool's volumes reachable; one that is still reachable from an earlier process is taken over as it is.
     */
    StoragePool start(PoolDefinition pool);

    /**
     * Makes a started pool follow new values of its live keys; what it can't do is refused before anything is changed.
     *
     * @throws InvalidPoolException when a value can't be met
     */
    void change(PoolDefinition before, PoolDefinition after);

    /** Unmounts the pool. Nothing in it may be in use. Stopping a stopped pool does nothing. */
    void stop(PoolDefinition pool);

    /** Stops the pool and removes it with everything that {@link #create} had made. */
    void destroy(PoolDefinition pool);
}
