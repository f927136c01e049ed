package io.gantry.system.nativecall;

/** The two halves of a way with slashes between its names. */
final class NestedName {
    private NestedName() {}

    /** All but the last name; empty where there is only one. */
    static String directory(String way) {
        return way.substring(0, Math.max(0, way.lastIndexOf('/')));
    }

    static String last(String way) {
        return way.substring(way.lastIndexOf('/') + 1);
    }
}
