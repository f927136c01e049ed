package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work on files in the name of another user, such as the root of a container, whose ids a shifted mount knows while it
 * knows nothing of the host's root. The capabilities of the daemon stay.
 *
 * @param uid of the host
 * @param gid of the host
 */
public record FileSystemIdentity(long uid, long gid) {
    /** The daemon itself. */
    public static final FileSystemIdentity HOST_ROOT = new FileSystemIdentity(0, 0);

    private static final MethodHandle SETFSUID = Libc.bind("setfsuid", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETFSGID = Libc.bind("setfsgid", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle CAPGET = Libc.bind("capget", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle CAPSET = Libc.bind("capset", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final int CAPABILITY_VERSION_3 = 0x20080522;
    private static final long CAPABILITY_SETS_SIZE = 24;

    /** Does the work on a thread of its own, which has the identity, and answers what it answers. */
    public <T> T call(Callable<T> work) throws Exception {
        if (equals(HOST_ROOT)) {
            return work.call();
        }
        FutureTask<T> task = new FutureTask<>(() -> {
            assume();
            return work.call();
        });
        // The identity belongs to the kernel's thread, so it must be one that ends with the work.
        Thread.ofPlatform().name("files of " + uid).daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private void assume() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            MemorySegment header = arena.allocate(8, 4);
            header.set(JAVA_INT, 0, CAPABILITY_VERSION_3);
            MemorySegment sets = arena.allocate(CAPABILITY_SETS_SIZE, 4);
            Libc.check((int) CAPGET.invokeExact(state, header, sets), state, "read the capabilities of a thread");
            // Neither call says whether it has worked; asking for an impossible id answers the one that is set.
            int oldGroup = (int) SETFSGID.invokeExact(state, (int) gid);
            int oldUser = (int) SETFSUID.invokeExact(state, (int) uid);
            int group = (int) SETFSGID.invokeExact(state, -1);
            int user = (int) SETFSUID.invokeExact(state, -1);
            if (group != (int) gid || user != (int) uid) {
                throw new IllegalStateException("cannot work on files as user %d and group %d instead of %d and %d"
                        .formatted(uid, gid, oldUser, oldGroup));
            }
            // Leaving user 0 takes the capabilities about files away.
            Libc.check((int) CAPSET.invokeExact(state, header, sets), state, "set the capabilities of a thread");
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }
}
