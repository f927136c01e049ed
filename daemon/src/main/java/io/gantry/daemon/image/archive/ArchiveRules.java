package io.gantry.daemon.image.archive;

import io.gantry.daemon.failure.DaemonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an archive's members may be called: nothing may lie outside the directory that it is unpacked into, nor be
 * reached through a link that could lead there. How tidy the names are does not matter: GNU tar takes the leading
 * slashes off names and targets of hard links, and so does this. For one archive and thread.
 */
final class ArchiveRules {
    /** As many links as the kernel follows. */
    private static final int MOST_LINKS = 40;

    /** Paths that the kernel takes are far shorter. */
    private static final int LONGEST_PATH = 1 << 16;

    private final String within;
    private final Map<String, String> links = new HashMap<>();

    /** @param within the folder below which names may go through links; empty for anywhere in the archive */
    ArchiveRules(String within) {
        this.within = within.isEmpty() ? "" : within + "/";
    }

    /**
     * Looks at the next member.
     *
     * @return its path without needless dots and slashes
     * @throws DaemonException INVALID_REQUEST where no honest archive has such a member
     */
    String check(TarReader.Member member) {
        String name = tidy("path", member.name());
        requireInside(name, member.name());
        switch (member.kind()) {
            case SYMBOLIC_LINK -> links.put(name, member.linkTarget());
            case HARD_LINK -> {
                requireInside(tidy("hard link", member.linkTarget()), member.linkTarget());
                links.remove(name);
            }
            case FILE, OTHER -> links.remove(name);
        }
        return name;
    }

    /**
     * Follows the links on the way to a name. GNU tar makes those at once that go downwards from where they are, and all
     * others when it is done with the files: what is behind one of these it cannot reach.
     */
    private void requireInside(String name, String shown) {
        String path = name;
        int followed = 0;
        int slash = path.indexOf('/');
        while (slash >= 0) {
            String folder = path.substring(0, slash);
            String target = links.get(folder);
            if (target == null) {
                slash = path.indexOf('/', slash + 1);
                continue;
            }
            boolean leadsDownwards = folder.startsWith(within)
                    && !target.startsWith("/")
                    && !names(target).contains("..");
            if (!leadsDownwards || ++followed > MOST_LINKS || path.length() > LONGEST_PATH) {
                throw unsafe("it has a path through a link", shown);
            }
            String parent = folder.substring(0, folder.lastIndexOf('/') + 1);
            path = String.join("/", names(parent + target + path.substring(slash)));
            slash = path.indexOf('/');
        }
    }

    /** The path without {@code .} and with single slashes between its names. */
    private static String tidy(String what, String path) {
        List<String> names = names(path);
        if (names.contains("..")) {
            throw unsafe("it has a %s out of the image".formatted(what), path);
        }
        return String.join("/", names);
    }

    private static List<String> names(String path) {
        var names = new ArrayList<String>();
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(start, end);
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
            start = end + 1;
        }
        return names;
    }

    private static DaemonException unsafe(String reason, String path) {
        String shown = path.replaceAll("[^\\x20-\\x7e]", "?");
        return DaemonException.invalid("the image is not safe: %s: %s"
                .formatted(reason, shown.length() > 200 ? shown.substring(0, 200) + "..." : shown));
    }
}
