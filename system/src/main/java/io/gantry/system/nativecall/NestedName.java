package io.gantry.system.nativecall;

/** The two halves of a way with slashes between its names. */
final class NestedName {
    private NestedName() {}

    /** All but the last name; empty where there is only one. */
    static String directory(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
