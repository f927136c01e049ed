package io.gantry.daemon.image;

import io.gantry.daemon.failure.DaemonException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an archive's members may be called: nothing may lie outside the directory that it is unpacked into, nor be
 * reached through one of its own links. For one archive and thread.
 */
final class ArchiveRules {
    private final Set<String> links = new HashSet<>();

    /**
     * Looks at the next member.
     *
     * @return its path without {@code ./} and needless slashes
     * @throws DaemonException INVALID_REQUEST where no honest archive has such a member
     */
    String check(TarReader.Member member) {
        String name = checked("path", member.name());
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            if (links.contains(name.substring(0, slash))) {
                throw unsafe("it has a path through a link", member.name());
            }
        }
        switch (member.kind()) {
            case SYMBOLIC_LINK -> links.add(name);
            case HARD_LINK -> checked("hard link", member.linkTarget());
            case FILE, OTHER -> links.remove(name);
        }
        return name;
    }

    /** The path without {@code ./} and doubled slashes. */
    private static String checked(String what, String path) {
        if (path.startsWith("/")) {
            throw unsafe("it has an absolute " + what, path);
        }
        List<String> names = List.of(path.split("/", -1)).stream()
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
        if (names.contains("..")) {
            throw unsafe("it has a %s out of the image".formatted(what), path);
        }
        return String.join("/", names);
    }

    private static DaemonException unsafe(String reason, String path) {
        String shown = path.replaceAll("[^\\x20-\\x7e]", "?");
        return DaemonException.invalid("the image is not safe: %s: %s"
                .formatted(reason, shown.length() > 200 ? shown.substring(0, 200) + "..." : shown));
    }
}
