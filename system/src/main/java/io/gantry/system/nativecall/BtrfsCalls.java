package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What btrfs tells about subvolumes by ioctl, without a process for each question. */
public final class BtrfsCalls {
    private static final long SUBVOL_CREATE = 0x5000940eL;
    private static final long SNAP_DESTROY = 0x5000940fL;
    private static final long SNAP_CREATE_V2 = 0x50009417L;
    private static final long GET_SUBVOL_ROOTREF = 0xd000943dL;
    private static final long INO_LOOKUP_USER = 0xd000943eL;
    private static final int ARGUMENT_SIZE = 4096;
    private static final int NAME_OFFSET = 8;
    private static final int NAME_OFFSET_V2 = 56;
    private static final int FLAGS_OFFSET_V2 = 16;
    private static final int REFERENCE_COUNT_OFFSET = 8 + 255 * 16;
    private static final int LOOKED_UP_NAME_OFFSET = 16;
    private static final int LOOKED_UP_PATH_OFFSET = 16 + 256;
    private static final long SUBVOLUME_ROOT_INODE = 256;
    private static final long GET_SUBVOL_INFO = 0x81f8943cL;
    private static final long SUBVOL_GETFLAGS = 0x80089419L;
    private static final long SUBVOL_SETFLAGS = 0x4008941aL;
    private static final long SET_RECEIVED_SUBVOL = 0xc0c89425L;
    private static final long READ_ONLY = 2;
    private static final UUID NO_UUID = new UUID(0, 0);

    private BtrfsCalls() {}

    /**
     * A subvolume.
     *
     * @param id grows with each new subvolume of the file system
     * @param receivedUuid what the subvolume had as its uuid where it was sent; empty where it was made here
     */
    public record Subvolume(long id, UUID uuid, Optional<UUID> receivedUuid) {}

    /** Asks about the subvolume that a directory is in or is. */
    public static Subvolume subvolume(Path path) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = Descriptor.open(path, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            MemorySegment info = arena.allocate(504, 8);
            Ioctl.call(Libc.state(arena), directory.number(), GET_SUBVOL_INFO, info, "read the subvolume " + path);
            UUID received = uuid(info, 328);
            return new Subvolume(
                    info.get(JAVA_LONG, 0),
                    uuid(info, 296),
                    received.equals(NO_UUID) ? Optional.empty() : Optional.of(received));
        }
    }

    /** Whether a path is the root of a subvolume, on a file system that is known to be btrfs. */
    public static boolean isSubvolume(Path path) {
        try {
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && (long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS) == SUBVOLUME_ROOT_INODE;
        } catch (IOException _) {
            return false;
        }
    }

    /** Makes an empty subvolume, owned by the caller. */
    public static void create(Path subvolume) {
        try (Arena arena = Arena.ofConfined();
                Descriptor parent = Descriptor.open(parent(subvolume), Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            MemorySegment argument = named(arena, subvolume, NAME_OFFSET);
            Ioctl.call(
                    Libc.state(arena), parent.number(), SUBVOL_CREATE, argument, "create the subvolume " + subvolume);
        }
    }

    /**
     * Makes a writable snapshot. Where the source has nested subvolumes, the snapshot has empty directories that
     * nothing can be written to.
     */
    public static void snapshot(Path source, Path snapshot) {
        try (Arena arena = Arena.ofConfined();
                Descriptor from = Descriptor.open(source, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY);
                Descriptor parent = Descriptor.open(parent(snapshot), Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            MemorySegment argument = named(arena, snapshot, NAME_OFFSET_V2);
            argument.set(JAVA_LONG, 0, from.number());
            argument.set(JAVA_LONG, FLAGS_OFFSET_V2, 0);
            Ioctl.call(
                    Libc.state(arena),
                    parent.number(),
                    SNAP_CREATE_V2,
                    argument,
                    "make the snapshot %s of %s".formatted(snapshot, source));
        }
    }

    /**
     * Makes a writable snapshot of a nested subvolume at the same place of another tree. No link is followed in
     * either.
     *
     * @param nested the way to it from the root
     */
    public static void snapshotNested(Path sourceRoot, String nested, Path targetRoot) {
        try (Arena arena = Arena.ofConfined();
                Descriptor from = openNested(sourceRoot, nested);
                Descriptor parent = openNested(targetRoot, NestedName.directory(nested))) {
            FileSystemCalls.removeEmptyDirectory(parent.number(), NestedName.last(nested));
            MemorySegment argument = named(arena, Path.of(NestedName.last(nested)), NAME_OFFSET_V2);
            argument.set(JAVA_LONG, 0, from.number());
            argument.set(JAVA_LONG, FLAGS_OFFSET_V2, 0);
            Ioctl.call(
                    Libc.state(arena),
                    parent.number(),
                    SNAP_CREATE_V2,
                    argument,
                    "make the snapshot %s/%s".formatted(targetRoot, nested));
        }
    }

    /** Deletes a nested subvolume that has none itself. No link is followed on the way to it. */
    public static void deleteNested(Path root, String nested) {
        try (Arena arena = Arena.ofConfined();
                Descriptor parent = openNested(root, NestedName.directory(nested))) {
            MemorySegment argument = named(arena, Path.of(NestedName.last(nested)), NAME_OFFSET);
            Ioctl.call(
                    Libc.state(arena),
                    parent.number(),
                    SNAP_DESTROY,
                    argument,
                    "delete the subvolume " + root + "/" + nested);
        }
    }

    /** Deletes a subvolume that has no nested ones. Its space comes back later. */
    public static void delete(Path subvolume) {
        try (Arena arena = Arena.ofConfined();
                Descriptor parent = Descriptor.open(parent(subvolume), Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            MemorySegment argument = named(arena, subvolume, NAME_OFFSET);
            Ioctl.call(Libc.state(arena), parent.number(), SNAP_DESTROY, argument, "delete the subvolume " + subvolume);
        }
    }

    /** The subvolumes directly nested in a subvolume that is itself nested in the root, as ways from it. */
    public static List<String> children(Path root, String nested) {
        List<String> children = new ArrayList<>();
        Path subvolume = root.resolve(nested);
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = openNested(root, nested)) {
            MemorySegment state = Libc.state(arena);
            MemorySegment references = arena.allocate(ARGUMENT_SIZE, 8);
            boolean hasMore = true;
            while (hasMore) {
                hasMore = readReferences(state, directory, references, subvolume);
                int count = Byte.toUnsignedInt(references.get(ValueLayout.JAVA_BYTE, REFERENCE_COUNT_OFFSET));
                for (int index = 0; index < count; index++) {
                    long tree = references.get(JAVA_LONG, 8 + 16L * index);
                    long inode = references.get(JAVA_LONG, 16 + 16L * index);
                    children.add(lookUp(arena, directory, tree, inode, subvolume));
                }
            }
        }
        return children;
    }

    /** Answers whether another call will give more. */
    private static boolean readReferences(
            MemorySegment state, Descriptor directory, MemorySegment references, Path subvolume) {
        try {
            Ioctl.call(
                    state,
                    directory.number(),
                    GET_SUBVOL_ROOTREF,
                    references,
                    "list the subvolumes nested in " + subvolume);
            return false;
        } catch (SystemCallException failure) {
            if (failure.is(Errno.EOVERFLOW)) {
                return true;
            }
            throw failure;
        }
    }

    private static String lookUp(Arena arena, Descriptor directory, long tree, long inode, Path subvolume) {
        MemorySegment argument = arena.allocate(ARGUMENT_SIZE, 8);
        argument.set(JAVA_LONG, 0, inode);
        argument.set(JAVA_LONG, 8, tree);
        Ioctl.call(
                Libc.state(arena),
                directory.number(),
                INO_LOOKUP_USER,
                argument,
                "find the subvolumes nested in " + subvolume);
        return argument.getString(LOOKED_UP_PATH_OFFSET) + argument.getString(LOOKED_UP_NAME_OFFSET);
    }

    private static Path parent(Path subvolume) {
        Path parent = subvolume.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not the path of a subvolume below another one: " + subvolume);
        }
        return parent;
    }

    private static MemorySegment named(Arena arena, Path subvolume, int offset) {
        byte[] name = subvolume.getFileName().toString().getBytes(StandardCharsets.UTF_8);
        MemorySegment argument = arena.allocate(ARGUMENT_SIZE, 8);
        MemorySegment.copy(name, 0, argument, ValueLayout.JAVA_BYTE, offset, name.length);
        return argument;
    }

    public static boolean isReadOnly(Path subvolume) {
        return isReadOnly(subvolume, "");
    }

    /** As {@link #isReadOnly(Path)}, for one that is nested in the root. */
    public static boolean isReadOnly(Path root, String nested) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = openNested(root, nested)) {
            return (flags(arena, directory, root) & READ_ONLY) != 0;
        }
    }

    /**
     * Forbids writing to a subvolume.
     *
     * @param nested the way to it from the root, on which no link is followed; empty for the root itself
     */
    public static void makeReadOnly(Path root, String nested) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = openNested(root, nested)) {
            setFlags(arena, directory, root, flags(arena, directory, root) | READ_ONLY);
        }
    }

    /** Allows writing to a subvolume, as {@link #makeReadOnly}; one that was received is no longer known as that. */
    public static void makeWritable(Path root, String nested) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = openNested(root, nested)) {
            setFlags(arena, directory, root, flags(arena, directory, root) & ~READ_ONLY);
        }
    }

    private static Descriptor openNested(Path root, String nested) {
        return Descriptor.openBeneath(root, nested, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY);
    }

    /** Sets what a writable subvolume is known as when something is received on top of it. */
    public static void setReceivedUuid(Path root, String nested, UUID uuid) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = openNested(root, nested)) {
            MemorySegment argument = arena.allocate(200, 8);
            byte[] bytes = ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
            MemorySegment.copy(bytes, 0, argument, ValueLayout.JAVA_BYTE, 0, bytes.length);
            Ioctl.call(
                    Libc.state(arena),
                    directory.number(),
                    SET_RECEIVED_SUBVOL,
                    argument,
                    "set the origin of subvolume " + root + "/" + nested);
        }
    }

    private static long flags(Arena arena, Descriptor directory, Path subvolume) {
        MemorySegment flags = arena.allocate(JAVA_LONG);
        Ioctl.call(Libc.state(arena), directory.number(), SUBVOL_GETFLAGS, flags, "read the subvolume " + subvolume);
        return flags.get(JAVA_LONG, 0);
    }

    private static void setFlags(Arena arena, Descriptor directory, Path subvolume, long flags) {
        MemorySegment argument = arena.allocateFrom(JAVA_LONG, flags);
        Ioctl.call(
                Libc.state(arena), directory.number(), SUBVOL_SETFLAGS, argument, "change the subvolume " + subvolume);
    }

    private static UUID uuid(MemorySegment info, long offset) {
        ByteBuffer bytes = ByteBuffer.wrap(info.asSlice(offset, 16).toArray(ValueLayout.JAVA_BYTE));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
