package io.gantry.cli.image;

import java.nio.file.Path;

/**
 * How the files of an exported image are called.
 *
 * @param chosen by the user, empty for the names that the server gives
 */
record ExportNames(Path folder, String chosen, String fingerprint) {
    Path whole(String given) {
        int dot = given.indexOf('.');
        String extension = dot < 0 ? "" : given.substring(dot);
        return folder.resolve(chosen.isEmpty() ? or(given, fingerprint) : chosen + extension);
    }

    Path metadata(String given) {
        return folder.resolve(chosen.isEmpty() ? or(given, fingerprint) : chosen);
    }

    Path rootfs(String given) {
        return folder.resolve(chosen.isEmpty() ? or(given, fingerprint + ".root") : chosen + ".root");
    }

    /** What a server calls a file must not lead out of the user's folder. */
    private static String or(String name, String absent) {
        String last = name.substring(name.lastIndexOf('/') + 1).strip();
        return last.isEmpty() || last.equals(".") || last.equals("..") ? absent : last;
    }
}
