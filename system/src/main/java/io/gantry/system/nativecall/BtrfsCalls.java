package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** What btrfs tells about subvolumes by ioctl, without a process for each question. */
public final class BtrfsCalls {
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

    public static boolean isReadOnly(Path subvolume) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = Descriptor.open(subvolume, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            return (flags(arena, directory, subvolume) & READ_ONLY) != 0;
        }
    }

    /** Forbids writing to the subvolume. */
    public static void makeReadOnly(Path subvolume) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = Descriptor.open(subvolume, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            setFlags(arena, directory, subvolume, flags(arena, directory, subvolume) | READ_ONLY);
        }
    }

    /** Allows writing to the subvolume; one that was received is no longer known as that. */
    public static void makeWritable(Path subvolume) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = Descriptor.open(subvolume, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
            setFlags(arena, directory, subvolume, flags(arena, directory, subvolume) & ~READ_ONLY);
        }
    }

    /** Sets what a writable subvolume is known as when something is received on top of it. */
    public static void setReceivedUuid(Path subvolume, UUID uuid) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory = Descriptor.open(subvolume, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY)) {
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
                    "set the origin of subvolume " + subvolume);
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
