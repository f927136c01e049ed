package io.gantry.storage;

/** The name of a pool's configuration key that a driver reads. Whoever makes pools has checked its value. */
public record PoolKey(String name) {}
