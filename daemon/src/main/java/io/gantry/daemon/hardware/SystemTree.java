package io.gantry.daemon.hardware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The files that the kernel and udev show, below a root that is {@code /} for the host. Files may vanish at any time
 * with what they tell of: one that cannot be read is as one that is not there.
 */
final class SystemTree {
    private static final int HEXADECIMAL = 16;

    private final Path root;

    SystemTree(Path root) {
        this.root = root;
    }

    /** The place of an absolute path. */
    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The entries of a folder by name, numbers in the order of numbers; empty where there is no such folder. */
    static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted((one, other) -> compare(name(one), name(other)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static int compare(String one, String other) {
        String prefix = one.replaceAll("[0-9]+$", "");
        boolean areNumbered = prefix.equals(other.replaceAll("[0-9]+$", "")) && one.length() != other.length();
        return areNumbered ? Integer.compare(one.length(), other.length()) : one.compareTo(other);
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The text without the blanks around it; empty where it cannot be read. */
    static Optional<String> text(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String textOrEmpty(Path file) {
        return text(file).orElse("");
    }

    /** A decimal number. */
    static OptionalLong number(Path file) {
        return text(file).map(text -> number(text, 10)).orElse(OptionalLong.empty());
    }

    /** A hexadecimal number, with or without {@code 0x}. */
    static OptionalLong hexadecimal(Path file) {
        return text(file).map(text -> number(withoutPrefix(text), HEXADECIMAL)).orElse(OptionalLong.empty());
    }

    private static OptionalLong number(String text, int radix) {
        try {
            return OptionalLong.of(Long.parseLong(text, radix));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** An id such as {@code 8086} of a file that holds {@code 0x8086}. */
    static String id(Path file) {
        return withoutPrefix(textOrEmpty(file));
    }

    private static String withoutPrefix(String text) {
        return text.startsWith("0x") ? text.substring(2) : text;
    }

    /** The name of what a link leads to, such as that of a driver. */
    static Optional<String> targetName(Path link) {
        return real(link).map(SystemTree::name);
    }

    /** Where a path leads once all links are followed. */
    static Optional<Path> real(Path file) {
        try {
            return Optional.of(file.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The NUMA node of a device; 0 where the host has one node. */
    static long numaNode(Path device) {
        return Math.max(0, number(device.resolve("numa_node")).orElse(0));
    }

    String kernelRelease() {
        return textOrEmpty(path("/proc/sys/kernel/osrelease"));
    }
}
