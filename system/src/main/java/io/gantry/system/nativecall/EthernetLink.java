package io.gantry.system.nativecall;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the driver of a network interface says of its link, by the numbers of {@code linux/ethtool.h}.
 *
 * @param address the card's own MAC address; empty where it has none
 * @param isDetected whether there is something at the other end
 * @param settings empty where the driver does not tell
 * @param firmware empty where the driver does not tell
 */
public record EthernetLink(String address, boolean isDetected, Optional<Settings> settings, String firmware) {
    private static final MethodHandle SOCKET =
            Libc.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle IOCTL =
            Libc.bindVariadic("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int GET_DRIVER_INFO = 0x3;
    private static final int GET_LINK = 0xa;
    private static final int GET_PERMANENT_ADDRESS = 0x20;
    private static final int GET_LINK_SETTINGS = 0x4c;
    private static final int REQUEST_SIZE = 40;
    private static final int LONGEST_NAME = 15;
    private static final int LONGEST_ADDRESS = 32;
    private static final int DRIVER_INFO_SIZE = 196;
    private static final int FIRMWARE_OFFSET = 68;
    private static final int FIRMWARE_SIZE = 32;
    private static final int SETTINGS_HEADER = 48;
    private static final int MOST_MASK_WORDS = 127;
    private static final int MASK_WORDS_OFFSET = 15;

    /**
     * @param speed Mbit/s; empty where it is not known
     * @param duplex {@code DUPLEX_HALF} is 0, {@code DUPLEX_FULL} is 1
     * @param port {@code PORT_TP} is 0 and so on
     * @param transceiver internal is 0, external is 1
     * @param supported the link modes and kinds of ports, as bits
     */
    public record Settings(
            OptionalLong speed, int duplex, int port, int transceiver, boolean isNegotiated, BitSet supported) {}

    /** Asks the driver of an interface of this process's network; empty where there is none, or it does not answer. */
    public static Optional<EthernetLink> of(String name) {
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int number = (int) SOCKET.invokeExact(state, AF_INET, SOCK_DGRAM_CLOEXEC, 0);
            try (Descriptor socket = new Descriptor(Libc.check(number, state, "ask network drivers"))) {
                return new Asking(arena, socket, name).link();
            }
        } catch (Throwable failure) {
            throw Libc.unexpected(failure);
        }
    }

    /** The questions to one driver. */
    private static final class Asking {
        private final Arena arena;
        private final Descriptor socket;
        private final MemorySegment request;

        Asking(Arena arena, Descriptor socket, String name) {
            this.arena = arena;
            this.socket = socket;
            this.request = arena.allocate(REQUEST_SIZE, 8);
            request.setString(0, name);
        }

        Optional<EthernetLink> link() throws Throwable {
            MemorySegment link = arena.allocate(8, 8);
            if (!ask(GET_LINK, link)) {
                return Optional.empty();
            }
            return Optional.of(new EthernetLink(address(), link.get(JAVA_INT, 4) == 1, settings(), firmware()));
        }

        private boolean ask(int question, MemorySegment answer) throws Throwable {
            MemorySegment state = Libc.state(arena);
            answer.set(JAVA_INT, 0, question);
            request.set(ADDRESS, 16, answer);
            return (int) IOCTL.invokeExact(state, socket.number(), SIOCETHTOOL, request) >= 0;
        }

        private String address() throws Throwable {
            MemorySegment answer = arena.allocate(8L + LONGEST_ADDRESS, 8);
            answer.set(JAVA_INT, 4, LONGEST_ADDRESS);
            if (!ask(GET_PERMANENT_ADDRESS, answer)) {
                return "";
            }
            int size = Math.clamp(answer.get(JAVA_INT, 4), 0, LONGEST_ADDRESS);
            byte[] octets = answer.asSlice(8, size).toArray(ValueLayout.JAVA_BYTE);
            return HexFormat.ofDelimiter(":").formatHex(octets);
        }

        private String firmware() throws Throwable {
            MemorySegment answer = arena.allocate(DRIVER_INFO_SIZE, 8);
            if (!ask(GET_DRIVER_INFO, answer)) {
                return "";
            }
            byte[] text = answer.asSlice(FIRMWARE_OFFSET, FIRMWARE_SIZE).toArray(ValueLayout.JAVA_BYTE);
            return new String(text, StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
        }

        /** The kernel first says, as a negative number, how many words its masks have. */
        private Optional<Settings> settings() throws Throwable {
            MemorySegment answer = arena.allocate(SETTINGS_HEADER + 3L * MOST_MASK_WORDS * Integer.BYTES, 8);
            if (!ask(GET_LINK_SETTINGS, answer)) {
                return Optional.empty();
            }
            int words = -answer.get(ValueLayout.JAVA_BYTE, MASK_WORDS_OFFSET);
            answer.set(ValueLayout.JAVA_BYTE, MASK_WORDS_OFFSET, (byte) words);
            if (words <= 0 || !ask(GET_LINK_SETTINGS, answer)) {
                return Optional.empty();
            }
            long speed = Integer.toUnsignedLong(answer.get(JAVA_INT, 4));
            byte[] supported = answer.asSlice(SETTINGS_HEADER, (long) words * Integer.BYTES)
                    .toArray(ValueLayout.JAVA_BYTE);
            return Optional.of(new Settings(
                    speed == 0xffff_ffffL ? OptionalLong.empty() : OptionalLong.of(speed),
                    octet(answer, 8),
                    octet(answer, 9),
                    octet(answer, 16),
                    octet(answer, 11) == 1,
                    BitSet.valueOf(supported)));
        }

        private static int octet(MemorySegment answer, long offset) {
            return Byte.toUnsignedInt(answer.get(ValueLayout.JAVA_BYTE, offset));
        }
    }
}
