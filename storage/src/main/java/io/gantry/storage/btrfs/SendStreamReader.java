package io.gantry.storage.btrfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads along in the stream of a {@code btrfs send} what it says of names, owners and modes; contents are passed over.
 * Names are ways below the subvolume, with one character for each of their bytes. For one thread.
 */
final class SendStreamReader {
    private static final int STREAM_HEADER = "btrfs-stream\0".length() + Integer.BYTES;
    private static final int COMMAND_HEADER = 10;
    private static final int ATTRIBUTE_HEADER = 4;
    /** More than two of the longest names need. */
    private static final int LONGEST = 64 << 10;

    private final Listener listener;
    private final ByteBuffer held = ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    private Reading reading = Reading.STREAM_HEADER;
    private int missing = STREAM_HEADER;
    private int command;

    /** Is told of the commands in their order. */
    interface Listener {
        /** What follows are the differences to another subvolume, which its sender knows by this id. */
        void differsFrom(UUID base) throws IOException;

        void renamed(String from, String to);

        void linked(String existing, String added);

        void unlinked(String name);

        void ownerChanged(String name);

        void modeChanged(String name);
    }

    private enum Reading {
        STREAM_HEADER,
        COMMAND_HEADER,
        COMMAND,
        CONTENT,
        /** Behind the end of the subvolume. */
        REST
    }

    /** Numbers of the kernel's {@code btrfs_send_cmd}. */
    private enum Kind {
        SNAPSHOT(2),
        RENAME(9),
        LINK(10),
        UNLINK(11),
        CHMOD(18),
        CHOWN(19);

        private static final int END = 21;

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** Numbers of the kernel's {@code btrfs_send_attr}. */
    private enum Attribute {
        PATH(15),
        PATH_TO(16),
        PATH_LINK(17),
        CLONE_UUID(20);

        private final int number;

        Attribute(int number) {
            this.number = number;
        }
    }

    SendStreamReader(Listener listener) {
        this.listener = listener;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @throws IOException where they can't be such a stream
     */
    void read(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end && reading != Reading.REST) {
            int taken = Math.min(missing, end - at);
            if (reading != Reading.CONTENT && reading != Reading.STREAM_HEADER) {
                held.put(bytes, at, taken);
            }
            at += taken;
            missing -= taken;
            if (missing == 0) {
                next();
            }
        }
    }

    private void next() throws IOException {
        held.flip();
        switch (reading) {
            case COMMAND_HEADER -> begin();
            case COMMAND -> {
                tell();
                expect(Reading.COMMAND_HEADER, COMMAND_HEADER);
            }
            default -> expect(Reading.COMMAND_HEADER, COMMAND_HEADER);
        }
    }

    private void begin() throws IOException {
        int length = held.getInt();
        command = Short.toUnsignedInt(held.getShort());
        boolean isTold = kind() != null;
        if (length < 0 || (isTold && length > LONGEST)) {
            throw new IOException("the stream of the other server is broken");
        }
        if (command == Kind.END) {
            expect(Reading.REST, 0);
        } else if (length == 0) {
            expect(Reading.COMMAND_HEADER, COMMAND_HEADER);
        } else {
            expect(isTold ? Reading.COMMAND : Reading.CONTENT, length);
        }
    }

    private void expect(Reading what, int length) {
        held.clear();
        reading = what;
        missing = length;
    }

    private @Nullable Kind kind() {
        for (Kind kind : Kind.values()) {
            if (kind.number == command) {
                return kind;
            }
        }
        return null;
    }

    private void tell() throws IOException {
        Map<Attribute, byte[]> attributes = attributes();
        String path = text(attributes, Attribute.PATH);
        switch (kind()) {
            case SNAPSHOT -> {
                ByteBuffer uuid = ByteBuffer.wrap(attributes.getOrDefault(Attribute.CLONE_UUID, new byte[0]));
                if (uuid.remaining() == 2 * Long.BYTES) {
                    listener.differsFrom(new UUID(uuid.getLong(), uuid.getLong()));
                }
            }
            case RENAME -> listener.renamed(path, text(attributes, Attribute.PATH_TO));
            case LINK -> listener.linked(text(attributes, Attribute.PATH_LINK), path);
            case UNLINK -> listener.unlinked(path);
            case CHMOD -> listener.modeChanged(path);
            case CHOWN -> listener.ownerChanged(path);
            case null -> {
                // Only known ones are held.
            }
        }
    }

    private Map<Attribute, byte[]> attributes() throws IOException {
        var found = new EnumMap<Attribute, byte[]>(Attribute.class);
        while (held.remaining() >= ATTRIBUTE_HEADER) {
            int number = Short.toUnsignedInt(held.getShort());
            int length = Short.toUnsignedInt(held.getShort());
            if (length > held.remaining()) {
                throw new IOException("the stream of the other server is broken");
            }
            byte[] value = new byte[length];
            held.get(value);
            for (Attribute attribute : Attribute.values()) {
                if (attribute.number == number) {
                    found.put(attribute, value);
                }
            }
        }
        return found;
    }

    private static String text(Map<Attribute, byte[]> attributes, Attribute name) {
        return new String(attributes.getOrDefault(name, new byte[0]), StandardCharsets.ISO_8859_1);
    }
}
