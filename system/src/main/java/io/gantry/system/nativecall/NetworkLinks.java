package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gantry.system.nativecall.NetworkLink.Address;
import io.gantry.system.nativecall.NetworkLink.Counters;
import io.gantry.system.nativecall.NetworkLink.Kind;
import io.gantry.system.nativecall.NetworkLink.Scope;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;

/** The network interfaces of a process, asked from the kernel in the process's network namespace (rtnetlink(7)). */
public final class NetworkLinks {
    private static final MethodHandle SETNS = Libc.bind("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SOCKET =
            Libc.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SEND =
            Libc.bind("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            Libc.bind("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int HEADER = 16;
    private static final int BUFFER = 64 << 10;
    private static final short NLM_F_REQUEST_DUMP = 0x301;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final short RTM_NEWLINK = 16;
    private static final short RTM_GETLINK = 18;
    private static final short RTM_NEWADDR = 20;
    private static final short RTM_GETADDR = 22;
    private static final int LINK_BODY = 16;
    private static final int ADDRESS_BODY = 8;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_STATS64 = 23;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int AF_INET6 = 10;
    private static final int SCOPE_LINK = 253;
    private static final int SCOPE_HOST = 254;
    private static final int IFF_UP = 1;
    private static final int IFF_BROADCAST = 2;
    private static final int IFF_LOOPBACK = 8;
    private static final int IFF_POINTOPOINT = 16;

    private NetworkLinks() {}

    /**
     * The interfaces that a process has, in the kernel's order.
     *
     * @throws SystemCallException where the process is gone, or the kernel refuses
     */
    public static List<NetworkLink> of(long pid) throws InterruptedException {
        FutureTask<List<NetworkLink>> task = new FutureTask<>(() -> read(pid));
        // A namespace belongs to the kernel's thread, so it must be one that ends with the work.
        Thread.ofPlatform().daemon().name("interfaces of " + pid).start(task);
        try {
            return task.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    private static List<NetworkLink> read(long pid) {
        try (Arena arena = Arena.ofConfined();
                Descriptor namespace =
                        Descriptor.open(Path.of("/proc", Long.toString(pid), "ns", "net"), Descriptor.O_RDONLY)) {
            MemorySegment state = Libc.state(arena);
            String act = "read the interfaces of process " + pid;
            Libc.check((int) SETNS.invokeExact(state, namespace.number(), CLONE_NEWNET), state, act);
            int number = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW_CLOEXEC, 0);
            try (Descriptor socket = new Descriptor(Libc.check(number, state, act))) {
                Map<Integer, List<Address>> addresses = new HashMap<>();
                dump(arena, socket, RTM_GETADDR, ADDRESS_BODY, RTM_NEWADDR, body -> readAddress(body, addresses));
                List<NetworkLink> links = new ArrayList<>();
                dump(arena, socket, RTM_GETLINK, LINK_BODY, RTM_NEWLINK, body -> links.add(readLink(body, addresses)));
                return links;
            }
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    private interface Reader {
        void read(ByteBuffer body);
    }

    /** Asks for all objects of a kind, and reads each. */
    private static void dump(Arena arena, Descriptor socket, short question, int bodySize, short answer, Reader reader)
            throws Throwable {
        MemorySegment state = Libc.state(arena);
        String act = "ask the kernel for interfaces";
        MemorySegment request = arena.allocate(HEADER + bodySize, 8);
        request.asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .putInt(HEADER + bodySize)
                .putShort(question)
                .putShort(NLM_F_REQUEST_DUMP);
        Libc.check((long) SEND.invokeExact(state, socket.number(), request, request.byteSize(), 0), state, act);
        MemorySegment buffer = arena.allocate(BUFFER, 8);
        while (true) {
            long size = (long) RECV.invokeExact(state, socket.number(), buffer, (long) BUFFER, 0);
            Libc.check(size, state, act);
            ByteBuffer messages = buffer.asSlice(0, size).asByteBuffer().order(ByteOrder.nativeOrder());
            while (messages.remaining() >= HEADER) {
                int start = messages.position();
                int length = messages.getInt(start);
                int type = messages.getShort(start + 4);
                if (type == NLMSG_DONE) {
                    return;
                }
                if (type == NLMSG_ERROR || length < HEADER || length > messages.remaining()) {
                    throw new SystemCallException(act, Errno.EINVAL.number());
                }
                if (type == answer) {
                    reader.read(messages.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder()));
                }
                messages.position(Math.min(messages.limit(), start + aligned(length)));
            }
        }
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }

    private static void attributes(ByteBuffer body, int start, BiConsumer<Integer, ByteBuffer> each) {
        int position = start;
        while (position + 4 <= body.limit()) {
            int length = Short.toUnsignedInt(body.getShort(position));
            if (length < 4 || position + length > body.limit()) {
                return;
            }
            each.accept(
                    Short.toUnsignedInt(body.getShort(position + 2)),
                    body.slice(position + 4, length - 4).order(ByteOrder.nativeOrder()));
            position += aligned(length);
        }
    }

    private static void readAddress(ByteBuffer body, Map<Integer, List<Address>> addresses) {
        boolean isIpv6 = body.get(0) == AF_INET6;
        int prefix = Byte.toUnsignedInt(body.get(1));
        Scope scope = switch (Byte.toUnsignedInt(body.get(3))) {
            case SCOPE_HOST -> Scope.HOST;
            case SCOPE_LINK -> Scope.LINK;
            default -> Scope.GLOBAL;
        };
        var found = new HashMap<Integer, byte[]>();
        attributes(body, ADDRESS_BODY, (type, value) -> {
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            found.put(type, bytes);
        });
        // Of a point-to-point connection, the one is the other end's.
        byte[] own = found.getOrDefault(IFA_LOCAL, found.getOrDefault(IFA_ADDRESS, new byte[0]));
        if (own.length == (isIpv6 ? 16 : 4)) {
            addresses
                    .computeIfAbsent(body.getInt(4), _ -> new ArrayList<>())
                    .add(new Address(isIpv6, isIpv6 ? ipv6(own) : ipv4(own), prefix, scope));
        }
    }

    private static NetworkLink readLink(ByteBuffer body, Map<Integer, List<Address>> addresses) {
        int index = body.getInt(4);
        int flags = body.getInt(8);
        var link = new Object() {
            String name = "";
            String hardwareAddress = "";
            long mtu;
            Counters received = new Counters(0, 0, 0, 0);
            Counters sent = new Counters(0, 0, 0, 0);
        };
        attributes(body, LINK_BODY, (type, value) -> {
            switch (type) {
                case IFLA_IFNAME ->
                    link.name = StandardCharsets.UTF_8
                            .decode(value.slice(0, value.remaining() - 1))
                            .toString();
                case IFLA_MTU -> link.mtu = Integer.toUnsignedLong(value.getInt());
                case IFLA_ADDRESS -> {
                    byte[] bytes = new byte[value.remaining()];
                    value.get(bytes);
                    link.hardwareAddress = HexFormat.ofDelimiter(":").formatHex(bytes);
                }
                case IFLA_STATS64 -> {
                    link.received =
                            new Counters(value.getLong(16), value.getLong(0), value.getLong(32), value.getLong(48));
                    link.sent = new Counters(value.getLong(24), value.getLong(8), value.getLong(40), value.getLong(56));
                }
                default -> {}
            }
        });
        return new NetworkLink(
                link.name,
                (flags & IFF_UP) != 0,
                kind(flags),
                (flags & IFF_LOOPBACK) != 0 ? "" : link.hardwareAddress,
                link.mtu,
                link.received,
                link.sent,
                addresses.getOrDefault(index, List.of()));
    }

    private static Kind kind(int flags) {
        if ((flags & IFF_LOOPBACK) != 0) {
            return Kind.LOOPBACK;
        }
        if ((flags & IFF_POINTOPOINT) != 0) {
            return Kind.POINT_TO_POINT;
        }
        return (flags & IFF_BROADCAST) != 0 ? Kind.BROADCAST : Kind.UNKNOWN;
    }

    private static String ipv4(byte[] bytes) {
        return "%d.%d.%d.%d".formatted(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff);
    }

    /** As RFC 5952 has it: the first of the longest runs of zeros is left out. */
    static String ipv6(byte[] bytes) {
        int[] groups = new int[8];
        for (int group = 0; group < 8; group++) {
            groups[group] = (bytes[2 * group] & 0xff) << 8 | (bytes[2 * group + 1] & 0xff);
        }
        int longest = 1;
        int from = -1;
        for (int start = 0; start < 8; start++) {
            int end = start;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - start > longest) {
                longest = end - start;
                from = start;
            }
        }
        var text = new StringBuilder();
        for (int group = 0; group < 8; group++) {
            if (group == from) {
                text.append("::");
                group += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[group]));
            }
        }
        return text.toString();
    }
}
