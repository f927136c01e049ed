package io.gantry.cli.storage;

import io.gantry.client.server.ApiPath;

/** Where volumes are in the API. */
final class VolumePath {
    private VolumePath() {}

    /**
     * @param name of a custom volume, or {@code type/name}
     */
    static String of(String pool, String name) {
        int slash = name.indexOf('/');
        boolean typed = slash > 0
                && switch (name.substring(0, slash)) {
                    case "custom", "container", "virtual-machine", "image" -> true;
                    default -> false;
                };
        return typed
                ? ApiPath.of("storage-pools", pool, "volumes", name.substring(0, slash), name.substring(slash + 1))
                : ApiPath.of("storage-pools", pool, "volumes", "custom", name);
    }
}
