package io.gantry.daemon.template;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Finds paths as a process would whose root is a directory: links, absolute or not, and {@code ..} never lead out of
 * it. The tree must not be changed by anybody else meanwhile.
 */
final class RootedPath {
    private static final int MOST_LINKS = 40;

    private RootedPath() {}

    /**
     * Where a path leads. No part of the result below the root is a link; parts that do not exist are taken as they
     * are written.
     *
     * @param root a real directory
     * @param path absolute or not, it begins at the root
     * @throws FileSystemException where there are too many links
     */
    static Path resolve(Path root, String path) throws IOException {
        Deque<String> left = new ArrayDeque<>();
        push(left, path);
        Path current = root;
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.pop();
            if (name.equals("..")) {
                current = current.equals(root) ? root : Objects.requireNonNull(current.getParent());
                continue;
            }
            Path next = current.resolve(name);
            if (Files.isSymbolicLink(next)) {
                if (++links > MOST_LINKS) {
                    throw new FileSystemException(path, null, "too many links");
                }
                String target = Files.readSymbolicLink(next).toString();
                if (target.startsWith("/")) {
                    current = root;
                }
                push(left, target);
            } else if (!left.isEmpty()
                    && Files.exists(next, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(path, null, name + " is not a directory");
            } else {
                current = next;
            }
        }
        return current;
    }

    private static void push(Deque<String> left, String path) {
        String[] names = path.split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty() && !names[i].equals(".")) {
                left.push(names[i]);
            }
        }
    }
}
