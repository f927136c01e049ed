package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The set-id bits of files, which the kernel takes away when a file changes hands. */
public final class SetIdBits {
    private static final MethodHandle FCHMOD = Libc.bind("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle STATX =
            Libc.bind("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final long STATX_SIZE = 256;
    private static final int TYPE_MASK = 0xf000;
    private static final int REGULAR = 0x8000;
    private static final int SET_IDS = 0xc00;
    private static final int PERMISSIONS = 0xfff;

    private SetIdBits() {}

    /**
     * Gives a file the set-id bits back. A file that is not there, or has another mode otherwise, stays as it is.
     *
     * @param root of the tree
     * @param part way from there to the directory below which the file is; empty for the tree itself
     * @param path of the file below that, any bytes; it is gone without following links
     * @param mode the permissions with the bits
     * @throws SystemCallException when it fails
     */
    public static void restore(Path root, String part, byte[] path, int mode) {
        try (Arena arena = Arena.ofConfined();
                Descriptor directory =
                        Descriptor.openBeneath(root, part, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY);
                Descriptor file = Descriptor.openBeneath(
                        directory,
                        Libc.bytes(arena, path),
                        Descriptor.O_RDONLY | Descriptor.O_NOFOLLOW | Descriptor.O_NONBLOCK | Descriptor.O_NOCTTY)) {
            MemorySegment state = Libc.state(arena);
            MemorySegment status = arena.allocate(STATX_SIZE, 8);
            int looked = (int)
                    STATX.invokeExact(state, file.number(), Libc.text(arena, ""), AT_EMPTY_PATH, STATX_BASIC, status);
            Libc.check(looked, state, "look at a file");
            int now = status.get(JAVA_SHORT, 28) & 0xffff;
            boolean isSame = (now & PERMISSIONS & ~SET_IDS) == (mode & PERMISSIONS & ~SET_IDS);
            if ((now & TYPE_MASK) == REGULAR && isSame) {
                int changed = (int) FCHMOD.invokeExact(state, file.number(), mode & PERMISSIONS);
                Libc.check(changed, state, "change the mode of a file");
            }
        } catch (SystemCallException failure) {
            if (!failure.is(Errno.ENOENT) && !failure.is(Errno.ENOTDIR) && !failure.is(Errno.ELOOP)) {
                throw failure;
            }
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
