package io.gantry.daemon.image.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the members of a tar archive: enough of ustar, pax and GNU's own forms to know names and links.
 * Unpacking is GNU tar's business. For one thread.
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int LONGEST_HEADER = 1 << 20;

    private final InputStream in;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** What a member is, as far as anybody here wants to know. */
    enum Kind {
        FILE,
        HARD_LINK,
        SYMBOLIC_LINK,
        OTHER
    }

    /**
     * A member; its content can be read until the next one is asked for.
     *
     * @param name byte for byte, each a character: an archive may have names in any encoding, and no two may look alike
     * @param linkTarget of a link; otherwise of no meaning
     */
    record Member(String name, String linkTarget, long size, Kind kind) {}

    /** The next member, {@code null} at the end of the archive. */
    @Nullable
    Member next() throws IOException {
        @Nullable String longName = null;
        @Nullable String longTarget = null;
        @Nullable Long longSize = null;
        while (true) {
            in.skipNBytes(left + padding);
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                return null;
            }
            if (header.length < BLOCK) {
                throw new EOFException("the archive is cut off");
            }
            checkSum(header);
            begin(number(header, 124, 12));
            char type = (char) header[156];
            switch (type) {
                case 'L' -> longName = trimZeros(new String(readHeader(), StandardCharsets.ISO_8859_1));
                case 'x', 'X' -> {
                    Pax pax = Pax.parse(readHeader());
                    longName = pax.path() == null ? longName : pax.path();
                    longTarget = pax.target() == null ? longTarget : pax.target();
                    longSize = pax.size() == null ? longSize : pax.size();
                }
                case 'K' -> longTarget = trimZeros(new String(readHeader(), StandardCharsets.ISO_8859_1));
                case 'g' -> {
                    if (!Pax.parse(readHeader()).equals(Pax.NOTHING)) {
                        throw new IOException("a header for all members names one of them");
                    }
                }
                default -> {
                    if (longSize != null) {
                        begin(longSize);
                    }
                    Kind kind = kind(type);
                    if (kind == Kind.HARD_LINK || kind == Kind.SYMBOLIC_LINK) {
                        // A link has no content, whatever the header says.
                        begin(0);
                    }
                    if (type == 'S') {
                        skipSparseMaps(header);
                    }
                    String name = longName == null ? ustarName(header) : longName;
                    String target = longTarget == null ? field(header, 157, 100) : longTarget;
                    return new Member(name, target, left, kind);
                }
            }
        }
    }

    private static Kind kind(char type) {
        return switch (type) {
            case '0', 0, '7', 'S' -> Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.SYMBOLIC_LINK;
            default -> Kind.OTHER;
        };
    }

    /** GNU's old form of a file with holes has further blocks of their places before its content. */
    private void skipSparseMaps(byte[] header) throws IOException {
        boolean hasMore = header[482] != 0;
        while (hasMore) {
            byte[] block = in.readNBytes(BLOCK);
            if (block.length < BLOCK) {
                throw new EOFException("the archive is cut off");
            }
            hasMore = block[504] != 0;
        }
    }

    /** The content of the member, which must not be longer than {@code limit} bytes. */
    byte[] content(int limit) throws IOException {
        if (left > limit) {
            throw new IOException("a member is longer than " + limit + " bytes");
        }
        byte[] content = in.readNBytes((int) left);
        if (content.length < left) {
            throw new EOFException("the archive is cut off");
        }
        left = 0;
        return content;
    }

    private byte[] readHeader() throws IOException {
        byte[] content = content(LONGEST_HEADER);
        in.skipNBytes(padding);
        padding = 0;
        return content;
    }

    private void begin(long size) throws IOException {
        if (size < 0) {
            throw new IOException("a member has a negative size");
        }
        left = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    private static String ustarName(byte[] header) {
        String name = field(header, 0, 100);
        boolean isUstar = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = isUstar ? field(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String field(byte[] header, int offset, int length) {
        return trimZeros(new String(header, offset, length, StandardCharsets.ISO_8859_1));
    }

    private static String trimZeros(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static long number(byte[] header, int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            // GNU's binary form for numbers that octal digits can't hold.
            long value = header[offset] & 0x7f;
            for (int i = 1; i < length; i++) {
                value = (value << 8) | (header[offset + i] & 0xff);
            }
            return value;
        }
        String digits = field(header, offset, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException _) {
            throw new IOException("not a tar archive: bad number in a header");
        }
    }

    private static void checkSum(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(header, 148, 8)) {
            throw new IOException("not a tar archive: a header's checksum is wrong");
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private record Pax(
            @Nullable String path,
            @Nullable String target,
            @Nullable Long size) {
        static final Pax NOTHING = new Pax(null, null, null);

        static Pax parse(byte[] records) throws IOException {
            @Nullable String path = null;
            @Nullable String sparsePath = null;
            @Nullable String target = null;
            @Nullable Long size = null;
            int position = 0;
            while (position < records.length) {
                int space = position;
                while (space < records.length && records[space] != ' ') {
                    space++;
                }
                long length = parseNumber(new String(records, position, space - position, StandardCharsets.ISO_8859_1));
                if (length <= space - position + 1 || length > records.length - position) {
                    throw new IOException("not a tar archive: bad extended header");
                }
                String record = new String(
                        records, space + 1, (int) (position + length - space - 2), StandardCharsets.ISO_8859_1);
                if (record.startsWith("path=")) {
                    path = record.substring("path=".length());
                } else if (record.startsWith("GNU.sparse.name=")) {
                    sparsePath = record.substring("GNU.sparse.name=".length());
                } else if (record.startsWith("linkpath=")) {
                    target = record.substring("linkpath=".length());
                } else if (record.startsWith("size=")) {
                    size = parseNumber(record.substring("size=".length()));
                }
                position += (int) length;
            }
            return new Pax(sparsePath == null ? path : sparsePath, target, size);
        }

        private static long parseNumber(String digits) throws IOException {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException _) {
                throw new IOException("not a tar archive: bad extended header");
            }
        }
    }
}
