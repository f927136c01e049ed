package io.gantry.daemon.image.remote;

/**
 * What a fetched image is to be.
 *
 * @param isCached whether it came for an instance only
 * @param autoUpdate whether it follows its alias at the server
 */
public record FetchOptions(boolean isPublic, boolean isCached, boolean autoUpdate) {}
