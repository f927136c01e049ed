package io.gantry.storage;

/** How much a pool can hold and holds; sizes in bytes. A total of 0 means that the file system has no such limit. */
public record PoolResources(long spaceTotal, long spaceUsed, long inodesTotal, long inodesUsed) {}
