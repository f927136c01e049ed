package io.gantry.daemon.image.archive;

import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdKind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tar archive in the posix format on its way through, with the container's ids in place of those on disk: owners,
 * ACLs and the namespace of file capabilities. For one thread.
 */
public final class UnshiftedTar extends InputStream {
    private static final int BLOCK = 512;
    private static final int LARGEST_OCTAL_ID = 07777777;
    private static final int LONGEST_HEADER = 1 << 20;
    private static final Pattern ACL_ID = Pattern.compile("(user|group):([0-9]+)(?=:)");
    private static final byte[] CAPABILITY = "SCHILY.xattr.security.capability=".getBytes(StandardCharsets.US_ASCII);
    private static final int REVISION_2 = 0x02000000;
    private static final int REVISION_3 = 0x03000000;

    private final InputStream in;
    private final DiskIdmap idmap;
    private byte[] ready = new byte[0];
    private int position;
    private long content;
    private boolean isOver;

    public UnshiftedTar(InputStream in, DiskIdmap idmap) {
        this.in = in;
        this.idmap = idmap;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position < ready.length) {
            int count = Math.min(length, ready.length - position);
            System.arraycopy(ready, position, bytes, offset, count);
            position += count;
            return count;
        }
        if (content > 0) {
            int count = in.read(bytes, offset, (int) Math.min(length, content));
            if (count < 0) {
                throw new EOFException("the archive is cut off");
            }
            content -= count;
            return count;
        }
        if (isOver) {
            return in.read(bytes, offset, length);
        }
        nextHeader();
        return ready.length == 0 ? -1 : read(bytes, offset, length);
    }

    private void nextHeader() throws IOException {
        byte[] header = in.readNBytes(BLOCK);
        position = 0;
        if (header.length < BLOCK || isZero(header)) {
            ready = header;
            isOver = true;
            return;
        }
        long size = size(header);
        long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
        char type = (char) header[156];
        if (type != 'x') {
            ready = unshifted(header);
            // The size of a link or device says nothing of content.
            content = type == '0' || type == '7' || type == 0 || type == 'g' ? padded : 0;
            return;
        }
        if (size > LONGEST_HEADER) {
            throw new IOException("an extended header is longer than " + LONGEST_HEADER + " bytes");
        }
        byte[] block = in.readNBytes((int) padded);
        if (block.length < padded) {
            throw new EOFException("the archive is cut off");
        }
        ready = joined(header, records(Arrays.copyOf(block, (int) size)));
    }

    private static byte[] joined(byte[] header, byte[] records) {
        setOctal(header, 124, 12, records.length);
        setChecksum(header);
        byte[] joined = new byte[BLOCK + (records.length + BLOCK - 1) / BLOCK * BLOCK];
        System.arraycopy(header, 0, joined, 0, BLOCK);
        System.arraycopy(records, 0, joined, BLOCK, records.length);
        return joined;
    }

    private byte[] unshifted(byte[] header) throws IOException {
        // An id that doesn't fit stands in the extended header before; its field here is not looked at.
        setId(header, 108, IdKind.USER);
        setId(header, 116, IdKind.GROUP);
        setChecksum(header);
        return header;
    }

    private void setId(byte[] header, int offset, IdKind kind) throws IOException {
        long id = containerId(kind, number(header, offset, 8));
        setOctal(header, offset, 8, Math.min(id, LARGEST_OCTAL_ID));
    }

    /** What the map doesn't know is no id of the container: nobody. */
    private long containerId(IdKind kind, long diskId) {
        return idmap.fromDisk(kind, diskId).orElse(65534);
    }

    private byte[] records(byte[] records) throws IOException {
        var changed = new ByteArrayOutputStream();
        int start = 0;
        while (start < records.length) {
            int space = start;
            while (space < records.length && records[space] != ' ') {
                space++;
            }
            int length = Integer.parseInt(new String(records, start, space - start, StandardCharsets.US_ASCII));
            byte[] record = Arrays.copyOfRange(records, space + 1, start + length - 1);
            append(changed, record(record));
            start += length;
        }
        return changed.toByteArray();
    }

    private byte[] record(byte[] record) {
        if (startsWith(record, CAPABILITY)) {
            return capability(record);
        }
        String text = new String(record, StandardCharsets.ISO_8859_1);
        String changed;
        if (text.startsWith("uid=")) {
            changed = "uid=" + containerId(IdKind.USER, Long.parseLong(text.substring(4)));
        } else if (text.startsWith("gid=")) {
            changed = "gid=" + containerId(IdKind.GROUP, Long.parseLong(text.substring(4)));
        } else if (text.startsWith("SCHILY.acl.")) {
            Matcher matcher = ACL_ID.matcher(text);
            changed = matcher.replaceAll(match -> match.group(1)
                    + ":"
                    + containerId(
                            match.group(1).equals("user") ? IdKind.USER : IdKind.GROUP,
                            Long.parseLong(match.group(2))));
        } else {
            return record;
        }
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Revision 3 names the root of a user namespace; an image has capabilities of the container's own root. */
    private static byte[] capability(byte[] record) {
        var value = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int start = CAPABILITY.length;
        if (record.length != start + 24 || (value.getInt(start) & 0xff000000) != REVISION_3) {
            return record;
        }
        value.putInt(start, (value.getInt(start) & 0x00ffffff) | REVISION_2);
        return Arrays.copyOf(record, start + 20);
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Appends a record with its length in front, which counts its own digits too. */
    private static void append(ByteArrayOutputStream out, byte[] record) {
        int bare = record.length + 2;
        int length = bare + Integer.toString(bare).length();
        if (Integer.toString(length).length() != Integer.toString(bare).length()) {
            length = bare + Integer.toString(length).length();
        }
        out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(record);
        out.write('\n');
    }

    private static long size(byte[] header) throws IOException {
        return number(header, 124, 12);
    }

    private static long number(byte[] header, int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            return new java.math.BigInteger(1, Arrays.copyOfRange(header, offset + 1, offset + length)).longValue();
        }
        String digits = new String(header, offset, length, StandardCharsets.US_ASCII)
                .replace("\0", "")
                .strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException _) {
            throw new IOException("bad number in an archive's header: " + digits);
        }
    }

    private static void setOctal(byte[] header, int offset, int length, long value) {
        String digits = Long.toOctalString(value);
        Arrays.fill(header, offset, offset + length, (byte) '0');
        header[offset + length - 1] = 0;
        byte[] ascii = digits.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, offset + length - 1 - ascii.length, ascii.length);
    }

    private static void setChecksum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        long sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        setOctal(header, 148, 7, sum);
        header[155] = ' ';
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
