package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a tree as a process sees them for which the tree's directory is {@code /}: a way such as
 * {@code /etc/passwd} is resolved by the kernel so that neither a link nor {@code ..} leads out of the tree, whatever
 * somebody does in it at the same time. Special files are never opened, and nothing is written to file systems that
 * are the kernel's own face ({@code proc}, {@code sysfs}, ...), to which a link in the tree may lead.
 *
 * <p>Failing calls throw {@link SystemCallException}. May be shared by threads until it is closed.
 */
public final class RootedFiles implements AutoCloseable {
    private static final MethodHandle FSTATFS =
            Libc.bind("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle READLINKAT =
            Libc.bind("readlinkat", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle MKDIRAT =
            Libc.bind("mkdirat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SYMLINKAT =
            Libc.bind("symlinkat", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle UNLINKAT =
            Libc.bind("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private static final long RESOLVE_NO_MAGIC_LINKS = 2;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int FIRST_MODE = 0600;
    private static final int FIRST_DIRECTORY_MODE = 0700;
    private static final int LONGEST_LINK = 4096;
    private static final long STATFS_SIZE = 120;
    private static final int TYPE_MASK = 0xf000;
    private static final int PERMISSION_MASK = 0xfff;

    /** proc, sysfs, cgroup and cgroup2, debugfs, tracefs, securityfs, bpf, configfs, pstore, efivarfs, binfmt_misc,
     * fusectl, selinux, smack, nsfs, mqueue, devpts. */
    private static final Set<Long> KERNEL_FACES = Set.of(
            0x9fa0L,
            0x62656572L,
            0x27e0ebL,
            0x63677270L,
            0x64626720L,
            0x74726163L,
            0x73636673L,
            0xcafe4a11L,
            0x62656570L,
            0x6165676cL,
            0xde5e81e4L,
            0x42494e4dL,
            0x65735543L,
            0xf97cff8cL,
            0x43415d53L,
            0x6e736673L,
            0x19800202L,
            0x1cd1L);

    private final Descriptor root;

    private RootedFiles(Descriptor root) {
        this.root = root;
    }

    /** How much of an existing file stays when it is written to. */
    public enum WriteMode {
        /** The file is made when there is none. */
        OVERWRITE,
        /** The file has to be there. */
        APPEND
    }

    /** A file that was opened for writing. */
    public record Opened(FileChannel channel, boolean isNew) {}

    /** Who a new file belongs to, as ids of the host, and its mode. */
    public record Ownership(long uid, long gid, int mode) {}

    /** The tree of a directory; the path itself may lead over links. */
    public static RootedFiles at(Path directory) {
        return new RootedFiles(Descriptor.open(directory, Descriptor.O_PATH | Descriptor.O_DIRECTORY));
    }

    /** The tree of a directory below another one, on a way without links. */
    public static RootedFiles beneath(Path trusted, String path) {
        return new RootedFiles(Descriptor.openBeneath(trusted, path, Descriptor.O_PATH | Descriptor.O_DIRECTORY));
    }

    /** The status of what the way names; of a link at its end, the link's own. */
    public FileStatus status(String path) throws IOException {
        try (Descriptor file = find(path, Descriptor.O_NOFOLLOW)) {
            return status(file);
        }
    }

    /** The text of a link. */
    public String readLink(String path) {
        try (Arena arena = Arena.ofConfined();
                Descriptor link = find(path, Descriptor.O_NOFOLLOW)) {
            MemorySegment state = Libc.state(arena);
            MemorySegment text = arena.allocate(LONGEST_LINK);
            long length = (long)
                    READLINKAT.invokeExact(state, link.number(), Libc.text(arena, ""), text, (long) LONGEST_LINK);
            Libc.check(length, state, "read the link " + path);
            return new String(text.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** The names in a directory, sorted. */
    public List<String> list(String path) throws IOException {
        try (Descriptor directory = find(path, Descriptor.O_DIRECTORY);
                Stream<Path> entries = Files.list(handle(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Opens a regular file. A link at the end of the way is followed. */
    public FileChannel openForReading(String path) throws IOException {
        try (Descriptor file = find(path, 0)) {
            requireRegular(file, "read " + path);
            return FileChannel.open(handle(file), StandardOpenOption.READ);
        }
    }

    /**
     * Opens a regular file for writing, at its end. A link at the end of the way is followed. A file that is made gets
     * its owner and mode before anything is in it; one that exists keeps them.
     */
    public Opened openForWriting(String path, WriteMode mode, Ownership ownership) throws IOException {
        boolean isNew = existing(path).isEmpty();
        int flags = O_WRONLY | Descriptor.O_NONBLOCK | Descriptor.O_NOCTTY;
        int creation = mode == WriteMode.OVERWRITE ? O_CREAT : 0;
        try (Descriptor file = open(path, flags | creation, creation == 0 ? 0 : FIRST_MODE)) {
            requireRegular(file, "write to " + path);
            requireWritableFileSystem(file, "write to " + path);
            FileChannel channel = FileChannel.open(handle(file), StandardOpenOption.WRITE);
            try {
                if (isNew) {
                    give(file, ownership);
                }
                if (mode == WriteMode.OVERWRITE) {
                    channel.truncate(0);
                }
                channel.position(channel.size());
                return new Opened(channel, isNew);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        }
    }

    /** Looks before anything is opened that opening could have an effect on. */
    private Optional<FileStatus> existing(String path) throws IOException {
        try (Descriptor file = find(path, 0)) {
            requireRegular(file, "write to " + path);
            requireWritableFileSystem(file, "write to " + path);
            return Optional.of(status(file));
        } catch (SystemCallException failure) {
            if (failure.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Whether the way leads to anything, over a link at its end too. */
    public boolean exists(String path) {
        try (Descriptor file = find(path, 0)) {
            return file.number() >= 0;
        } catch (SystemCallException failure) {
            if (failure.is(Errno.ENOENT)) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * Gives a file or directory another owner, group or mode; what is empty stays. A link at the end of the way is
     * followed.
     */
    public void change(String path, OptionalLong uid, OptionalLong gid, OptionalInt mode) throws IOException {
        try (Descriptor file = find(path, 0)) {
            requireWritableFileSystem(file, "change " + path);
            Path handle = handle(file);
            if (uid.isPresent()) {
                Files.setAttribute(handle, "unix:uid", (int) uid.getAsLong());
            }
            if (gid.isPresent()) {
                Files.setAttribute(handle, "unix:gid", (int) gid.getAsLong());
            }
            // A new owner takes bits of the mode away.
            if (mode.isPresent()) {
                Files.setAttribute(handle, "unix:mode", mode.getAsInt());
            }
        }
    }

    public void makeDirectory(String path, Ownership ownership) throws IOException {
        try (Arena arena = Arena.ofConfined();
                Descriptor parent = parent(path)) {
            MemorySegment state = Libc.state(arena);
            requireWritableFileSystem(parent, "create " + path);
            int result = (int)
                    MKDIRAT.invokeExact(state, parent.number(), Libc.text(arena, last(path)), FIRST_DIRECTORY_MODE);
            Libc.check(result, state, "create the directory " + path);
            try (Descriptor made = Descriptor.openHow(
                    parent.number(),
                    last(path),
                    Descriptor.O_PATH | Descriptor.O_DIRECTORY | Descriptor.O_NOFOLLOW,
                    0,
                    RESOLVE_IN_ROOT)) {
                give(made, ownership);
            }
        } catch (IOException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** Makes a link with any text; its mode has no meaning. */
    public void makeLink(String path, String target, Ownership ownership) throws IOException {
        try (Arena arena = Arena.ofConfined();
                Descriptor parent = parent(path)) {
            MemorySegment state = Libc.state(arena);
            requireWritableFileSystem(parent, "create " + path);
            int result = (int) SYMLINKAT.invokeExact(
                    state, Libc.text(arena, target), parent.number(), Libc.text(arena, last(path)));
            Libc.check(result, state, "create the link " + path);
            try (Descriptor made = Descriptor.openHow(
                    parent.number(), last(path), Descriptor.O_PATH | Descriptor.O_NOFOLLOW, 0, RESOLVE_IN_ROOT)) {
                chown(made, ownership);
            }
        } catch (IOException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** Removes a file, a link or an empty directory. */
    public void remove(String path) throws IOException {
        int flags = status(path).kind() == FileKind.DIRECTORY ? AT_REMOVEDIR : 0;
        try (Arena arena = Arena.ofConfined();
                Descriptor parent = parent(path)) {
            MemorySegment state = Libc.state(arena);
            requireWritableFileSystem(parent, "delete " + path);
            int result = (int) UNLINKAT.invokeExact(state, parent.number(), Libc.text(arena, last(path)), flags);
            Libc.check(result, state, "delete " + path);
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    @Override
    public void close() {
        root.close();
    }

    private Descriptor find(String path, int flags) {
        return open(path, Descriptor.O_PATH | flags, 0);
    }

    private Descriptor open(String path, int flags, int mode) {
        return Descriptor.openHow(root.number(), path, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGIC_LINKS);
    }

    private Descriptor parent(String path) {
        String plain = withoutLastSlashes(path);
        return find("/" + NestedName.directory(plain), Descriptor.O_DIRECTORY);
    }

    private static String last(String path) {
        String name = NestedName.last(withoutLastSlashes(path));
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new SystemCallException("change " + path, Errno.EINVAL.number());
        }
        return name;
    }

    private static String withoutLastSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** A path by which the JDK reaches just that file, whatever its name stands for by now. */
    private static Path handle(Descriptor file) {
        return Path.of("/proc/self/fd", Integer.toString(file.number()));
    }

    private static FileStatus status(Descriptor file) throws IOException {
        Path handle = handle(file);
        int mode = (int) Files.getAttribute(handle, "unix:mode");
        BasicFileAttributes basic = Files.readAttributes(handle, BasicFileAttributes.class);
        return new FileStatus(
                kind(mode),
                mode & PERMISSION_MASK,
                Integer.toUnsignedLong((int) Files.getAttribute(handle, "unix:uid")),
                Integer.toUnsignedLong((int) Files.getAttribute(handle, "unix:gid")),
                basic.size(),
                basic.lastModifiedTime().toInstant());
    }

    private static FileKind kind(int mode) {
        return switch (mode & TYPE_MASK) {
            case 0x8000 -> FileKind.FILE;
            case 0x4000 -> FileKind.DIRECTORY;
            case 0xa000 -> FileKind.LINK;
            default -> FileKind.SPECIAL;
        };
    }

    private static void requireRegular(Descriptor file, String action) throws IOException {
        switch (status(file).kind()) {
            case FILE -> {}
            case DIRECTORY -> throw new SystemCallException(action, Errno.EISDIR.number());
            case LINK -> throw new SystemCallException(action, Errno.ELOOP.number());
            case SPECIAL -> throw new SystemCallException(action, Errno.ENXIO.number());
        }
    }

    private static void requireWritableFileSystem(Descriptor file, String action) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            MemorySegment answer = arena.allocate(STATFS_SIZE, 8);
            Libc.check((int) FSTATFS.invokeExact(state, file.number(), answer), state, action);
            if (KERNEL_FACES.contains(answer.get(JAVA_LONG, 0))) {
                throw new SystemCallException(action, Errno.EROFS.number());
            }
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    private static void give(Descriptor file, Ownership ownership) throws IOException {
        chown(file, ownership);
        Files.setAttribute(handle(file), "unix:mode", ownership.mode());
    }

    private static void chown(Descriptor file, Ownership ownership) throws IOException {
        Files.setAttribute(handle(file), "unix:uid", (int) ownership.uid());
        Files.setAttribute(handle(file), "unix:gid", (int) ownership.gid());
    }
}
