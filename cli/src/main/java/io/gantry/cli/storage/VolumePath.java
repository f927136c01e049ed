package io.gantry.cli.storage;

/** A volume of a pool as users name it: {@code [type/]name}, of type custom where none is given. */
record VolumePath(String type, String name) {
    static VolumePath parse(String text) {
        int slash = text.indexOf('/');
        boolean typed = slash > 0
                && switch (text.substring(0, slash)) {
                    case "custom", "container", "virtual-machine", "image" -> true;
                    default -> false;
                };
        return typed
                ? new VolumePath(text.substring(0, slash), text.substring(slash + 1))
                : new VolumePath("custom", text);
    }
}
