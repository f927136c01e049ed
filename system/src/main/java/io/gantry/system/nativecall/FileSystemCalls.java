package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Calls about whole file systems, and names in them. */
public final class FileSystemCalls {
    private static final int RENAME_EXCHANGE = 2;
    private static final long STATVFS_SIZE = 112;
    private static final MethodHandle RENAMEAT2 =
            Libc.bind("renameat2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle STATVFS = Libc.bind("statvfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SYNCFS = Libc.bind("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static final int AT_REMOVEDIR = 0x200;
    private static final MethodHandle UNLINKAT =
            Libc.bind("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private FileSystemCalls() {}

    /** What a file system can hold; sizes in bytes. A file system that doesn't count inodes says 0. */
    public record Statistics(long totalBytes, long freeBytes, long availableBytes, long totalInodes, long freeInodes) {}

    /** Lets two existing names change places in one step that can't be seen half done. */
    public static void exchange(Path one, Path other) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int result = (int) RENAMEAT2.invokeExact(
                    state,
                    Descriptor.AT_FDCWD,
                    Libc.text(arena, one.toString()),
                    Descriptor.AT_FDCWD,
                    Libc.text(arena, other.toString()),
                    RENAME_EXCHANGE);
            Libc.check(result, state, "exchange %s and %s".formatted(one, other));
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /**
     * Moves a file or directory into a tree, in the place of an empty directory where there is one. No link in the
     * tree is followed.
     *
     * @param path of the new place from the tree's root
     */
    public static void moveInto(Path source, Path root, String path) {
        try (Arena arena = Arena.ofConfined();
                Descriptor parent = Descriptor.openBeneath(
                        root, NestedName.directory(path), Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            MemorySegment state = Libc.state(arena);
            int result = (int) RENAMEAT2.invokeExact(
                    state,
                    Descriptor.AT_FDCWD,
                    Libc.text(arena, source.toString()),
                    parent.number(),
                    Libc.text(arena, NestedName.last(path)),
                    0);
            Libc.check(result, state, "move %s to %s/%s".formatted(source, root, path));
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** Removes an empty directory, where there is one of that name. */
    static void removeEmptyDirectory(int directory, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int result = (int) UNLINKAT.invokeExact(state, directory, Libc.text(arena, name), AT_REMOVEDIR);
            if (result < 0 && Libc.errno(state) != Errno.ENOENT.number()) {
                Libc.check(result, state, "remove the directory " + name);
            }
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** The statistics of the file system that a path is in. */
    public static Statistics statistics(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            MemorySegment answer = arena.allocate(STATVFS_SIZE, 8);
            int result = (int) STATVFS.invokeExact(state, Libc.text(arena, path.toString()), answer);
            Libc.check(result, state, "read the free space of " + path);
            long blockSize = answer.get(JAVA_LONG, 8);
            return new Statistics(
                    answer.get(JAVA_LONG, 16) * blockSize,
                    answer.get(JAVA_LONG, 24) * blockSize,
                    answer.get(JAVA_LONG, 32) * blockSize,
                    answer.get(JAVA_LONG, 40),
                    answer.get(JAVA_LONG, 48));
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** Waits until everything written to the file system of a path is on disk. */
    public static void sync(Path path) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = Descriptor.open(path, Descriptor.O_RDONLY)) {
            MemorySegment state = Libc.state(arena);
            int result = (int) SYNCFS.invokeExact(state, directory.number());
            Libc.check(result, state, "sync " + path);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
