package io.gantry.daemon.config;

/** What has a key. */
public enum Scope {
    INSTANCE,
    PROFILE,
    DEVICE,
    SERVER,
    POOL,
    NETWORK
}
