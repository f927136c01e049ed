package io.gantry.daemon.http;

/** A group of routes that belong together. */
public interface Routes {
    void register(Router router);
}
