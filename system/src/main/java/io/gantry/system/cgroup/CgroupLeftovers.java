package io.gantry.system.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of a container's control groups, in all hierarchies. liblxc's monitor removes them when the container
 * has ended; what stays of them when the monitor itself was killed can be removed here. Immutable.
 */
public final class CgroupLeftovers {
    private static final Logger LOG = LoggerFactory.getLogger(CgroupLeftovers.class);

    /** With what tells a directory from a later one of the same name. */
    private final Map<Path, String> directories;

    private CgroupLeftovers(Map<Path, String> directories) {
        this.directories = Map.copyOf(directories);
    }

    static CgroupLeftovers of(List<Path> directories) {
        var known = new HashMap<Path, String>();
        directories.forEach(directory -> identity(directory).ifPresent(key -> known.put(directory, key)));
        return new CgroupLeftovers(known);
    }

    /** What was written by {@link #write}; nothing where there is no such file. */
    public static CgroupLeftovers read(Path file) throws IOException {
        var known = new HashMap<Path, String>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                known.put(Path.of(words[1]), words[0]);
            }
        }
        return new CgroupLeftovers(known);
    }

    /** For a later run of the program to know them. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(
                file,
                directories.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .toList());
    }

    /** Empty where it isn't there: not every hierarchy has each group. */
    private static Optional<String> identity(Path directory) {
        try {
            return Optional.ofNullable(
                            Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                                    .fileKey())
                    .map(Object::toString);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Removes what is still there and has no processes. */
    public void remove() {
        directories.forEach((directory, key) -> {
            if (identity(directory).filter(key::equals).isPresent()) {
                removeTree(directory);
            }
        });
    }

    /** The files in a control group are the kernel's, and go with the directory; one that is in use stays. */
    private static void removeTree(Path directory) {
        try (DirectoryStream<Path> below = Files.newDirectoryStream(directory, Files::isDirectory)) {
            below.forEach(CgroupLeftovers::removeTree);
            Files.delete(directory);
        } catch (IOException inUse) {
            LOG.debug("the control group {} stays: {}", directory, inUse.toString());
        }
    }
}
