package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/**
 * Gives all files of a tree to other owners, and keeps what the kernel takes from a file that changes hands:
 * capabilities and the set-id bits. The ids in ACLs and the root of capabilities change along. No link is followed, names
 * may be any bytes, and paths of any length are reached. For one thread; nobody else may change the tree meanwhile.
 */
public final class TreeOwners implements AutoCloseable {
    private static final MethodHandle GETDENTS64 =
            Libc.bind("getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle STATX =
            Libc.bind("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle FCHOWNAT =
            Libc.bind("fchownat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHMODAT =
            Libc.bind("fchmodat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle LLISTXATTR =
            Libc.bind("llistxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle LGETXATTR =
            Libc.bind("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle LSETXATTR =
            Libc.bind("lsetxattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));

    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int STATX_BASIC = 0x7ff;
    private static final long STATX_SIZE = 256;
    private static final long ENTRIES_SIZE = 64 << 10;
    /** As much as the kernel gives for the names of a file's attributes, or for one value. */
    private static final long ATTRIBUTE_SIZE = 64 << 10;

    private static final int TYPE_MASK = 0xf000;
    private static final int DIRECTORY = 0x4000;
    private static final int LINK = 0xa000;
    private static final int REGULAR = 0x8000;
    private static final int PERMISSIONS = 0xfff;
    private static final int SET_IDS = 0xc00;

    private static final String CAPABILITY = "security.capability";
    private static final Set<String> ACLS = Set.of("system.posix_acl_access", "system.posix_acl_default");
    private static final int ACL_HEADER = 4;
    private static final int ACL_ENTRY = 8;
    private static final int ACL_USER = 2;
    private static final int ACL_GROUP = 8;
    private static final int CAPABILITY_VERSION_2 = 0x02000000;
    private static final int CAPABILITY_VERSION_3 = 0x03000000;
    private static final int CAPABILITY_VERSION = 0xff000000;
    private static final int CAPABILITY_2_SIZE = 20;
    private static final int CAPABILITY_3_SIZE = 24;

    private final LongUnaryOperator users;
    private final LongUnaryOperator groups;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = Libc.state(arena);
    private final MemorySegment status = arena.allocate(STATX_SIZE, 8);
    private final MemorySegment entries = arena.allocate(ENTRIES_SIZE, 8);
    private final MemorySegment names = arena.allocate(ATTRIBUTE_SIZE);
    private final MemorySegment value = arena.allocate(ATTRIBUTE_SIZE);
    /** Those with several names that were met: they must not change twice. */
    private final Set<Inode> met = new HashSet<>();

    private record Inode(long device, long number) {}

    private TreeOwners(LongUnaryOperator users, LongUnaryOperator groups) {
        this.users = users;
        this.groups = groups;
    }

    /**
     * Changes the owners of a directory and of everything below it.
     *
     * @param users the new id for each user's id; ids have 32 bits without a sign
     * @param groups the new id for each group's id
     * @throws SystemCallException when it fails; then some part of the tree has changed
     */
    public static void change(Path tree, LongUnaryOperator users, LongUnaryOperator groups) {
        try (var owners = new TreeOwners(users, groups);
                Descriptor root =
                        Descriptor.open(tree, Descriptor.O_RDONLY | Descriptor.O_DIRECTORY | Descriptor.O_NOFOLLOW)) {
            owners.give(root.number(), bytes("."));
            owners.visit(root.number());
        }
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    private void visit(int directory) {
        for (byte[] name : list(directory)) {
            if (give(directory, name)) {
                try (Arena naming = Arena.ofConfined()) {
                    int number = Descriptor.openAt(
                            state,
                            directory,
                            Libc.bytes(naming, name),
                            Descriptor.O_RDONLY | Descriptor.O_DIRECTORY | Descriptor.O_NOFOLLOW);
                    try (var below = new Descriptor(Libc.check(number, state, "open " + text(name)))) {
                        visit(below.number());
                    }
                }
            }
        }
    }

    private List<byte[]> list(int directory) {
        var found = new ArrayList<byte[]>();
        try {
            while (true) {
                long length = (long) GETDENTS64.invokeExact(state, directory, entries, ENTRIES_SIZE);
                if (Libc.check(length, state, "list a directory") == 0) {
                    return found;
                }
                for (long at = 0; at < length; at += entries.get(JAVA_SHORT, at + 16) & 0xffff) {
                    byte[] name = terminated(entries.asSlice(at + 19));
                    if (!(name.length == 1 && name[0] == '.')
                            && !(name.length == 2 && name[0] == '.' && name[1] == '.')) {
                        found.add(name);
                    }
                }
            }
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    private static byte[] terminated(MemorySegment text) {
        long length = 0;
        while (text.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return text.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** Changes one file; answers whether it is a directory. */
    private boolean give(int directory, byte[] name) {
        try (Arena naming = Arena.ofConfined()) {
            MemorySegment path = Libc.bytes(naming, name);
            int result = (int) STATX.invokeExact(state, directory, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC, status);
            Libc.check(result, state, "look at " + text(name));
            int mode = status.get(JAVA_SHORT, 28) & 0xffff;
            int type = mode & TYPE_MASK;
            if (type != DIRECTORY && status.get(JAVA_INT, 16) > 1 && !met.add(inode())) {
                return false;
            }
            long user = status.get(JAVA_INT, 20) & 0xffffffffL;
            long group = status.get(JAVA_INT, 24) & 0xffffffffL;
            MemorySegment reached = type == LINK ? MemorySegment.NULL : reachedBy(naming, directory, name);
            Map<String, byte[]> attributes = type == LINK ? Map.of() : owned(naming, reached, type);
            int changed = (int) FCHOWNAT.invokeExact(
                    state,
                    directory,
                    path,
                    (int) users.applyAsLong(user),
                    (int) groups.applyAsLong(group),
                    AT_SYMLINK_NOFOLLOW);
            Libc.check(changed, state, "change the owner of " + text(name));
            if (type == REGULAR && (mode & SET_IDS) != 0) {
                int restored = (int) FCHMODAT.invokeExact(state, directory, path, mode & PERMISSIONS, 0);
                Libc.check(restored, state, "change the mode of " + text(name));
            }
            for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
                set(naming, reached, attribute.getKey(), attribute.getValue());
            }
            return type == DIRECTORY;
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    private Inode inode() {
        long device = (long) status.get(JAVA_INT, 136) << 32 | (status.get(JAVA_INT, 140) & 0xffffffffL);
        return new Inode(device, status.get(JAVA_LONG, 32));
    }

    /** The calls for attributes know no directories: this is a path of any file, without the length of its own. */
    private static MemorySegment reachedBy(Arena arena, int directory, byte[] name) {
        byte[] before = bytes("/proc/self/fd/" + directory + "/");
        byte[] path = new byte[before.length + name.length];
        System.arraycopy(before, 0, path, 0, before.length);
        System.arraycopy(name, 0, path, before.length, name.length);
        return Libc.bytes(arena, path);
    }

    /** The attributes that hold ids, or vanish with the owner, as they are to be afterwards. */
    private Map<String, byte[]> owned(Arena naming, MemorySegment file, int type) throws Throwable {
        long length = (long) LLISTXATTR.invokeExact(state, file, names, ATTRIBUTE_SIZE);
        if (length < 0 && Libc.errno(state) == Errno.EOPNOTSUPP.number()) {
            return Map.of();
        }
        Libc.check(length, state, "list the attributes of a file");
        var found = new HashMap<String, byte[]>();
        for (long at = 0; at < length; ) {
            byte[] name = terminated(names.asSlice(at));
            at += name.length + 1L;
            String text = new String(name, StandardCharsets.ISO_8859_1);
            if (ACLS.contains(text)) {
                found.put(text, changedAcl(read(naming, file, text)));
            } else if (text.equals(CAPABILITY) && type == REGULAR) {
                found.put(text, changedCapability(read(naming, file, text)));
            }
        }
        return found;
    }

    private byte[] read(Arena naming, MemorySegment file, String name) throws Throwable {
        long length = (long) LGETXATTR.invokeExact(state, file, Libc.text(naming, name), value, ATTRIBUTE_SIZE);
        Libc.check(length, state, "read the attribute " + name);
        return value.asSlice(0, length).toArray(JAVA_BYTE);
    }

    private void set(Arena naming, MemorySegment file, String name, byte[] content) throws Throwable {
        int result = (int) LSETXATTR.invokeExact(
                state, file, Libc.text(naming, name), Libc.bytes(naming, content), (long) content.length, 0);
        Libc.check(result, state, "set the attribute " + name);
    }

    private byte[] changedAcl(byte[] acl) {
        MemorySegment entry = MemorySegment.ofArray(acl);
        for (int at = ACL_HEADER; at + ACL_ENTRY <= acl.length; at += ACL_ENTRY) {
            int tag = (acl[at] & 0xff) | (acl[at + 1] & 0xff) << 8;
            long id = entry.get(JAVA_INT_UNALIGNED, at + 4) & 0xffffffffL;
            if (tag == ACL_USER) {
                entry.set(JAVA_INT_UNALIGNED, at + 4, (int) users.applyAsLong(id));
            } else if (tag == ACL_GROUP) {
                entry.set(JAVA_INT_UNALIGNED, at + 4, (int) groups.applyAsLong(id));
            }
        }
        return acl;
    }

    /** Version 3 of a capability names the root of the user namespace in which it counts; version 2 means root itself. */
    private byte[] changedCapability(byte[] capability) {
        MemorySegment fields = MemorySegment.ofArray(capability);
        if (capability.length < CAPABILITY_2_SIZE) {
            return capability;
        }
        int magic = fields.get(JAVA_INT_UNALIGNED, 0);
        boolean namesRoot =
                (magic & CAPABILITY_VERSION) == CAPABILITY_VERSION_3 && capability.length >= CAPABILITY_3_SIZE;
        if (!namesRoot) {
            return capability;
        }
        long root = users.applyAsLong(fields.get(JAVA_INT_UNALIGNED, CAPABILITY_2_SIZE) & 0xffffffffL);
        if (root != 0) {
            fields.set(JAVA_INT_UNALIGNED, CAPABILITY_2_SIZE, (int) root);
            return capability;
        }
        fields.set(JAVA_INT_UNALIGNED, 0, (magic & ~CAPABILITY_VERSION) | CAPABILITY_VERSION_2);
        return fields.asSlice(0, CAPABILITY_2_SIZE).toArray(JAVA_BYTE);
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        arena.close();
    }
}
