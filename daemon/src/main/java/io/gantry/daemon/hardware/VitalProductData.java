package io.gantry.daemon.hardware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a PCI card says of itself in its vital product data: a list of tagged blocks (PCI 3.0, appendix I). */
final class VitalProductData {
    private static final int LARGE = 0x80;
    private static final int SMALL_LENGTH = 0x07;
    private static final int PRODUCT_NAME = 0x82;
    private static final int READ_ONLY_ENTRIES = 0x90;
    private static final int WRITABLE_ENTRIES = 0x91;
    private static final int ENTRY_HEADER = 3;

    /** Those that are text. */
    private static final Set<String> KEYS = Set.of("CC", "EC", "FC", "FN", "MN", "NA", "PN", "RM", "SN");

    private VitalProductData() {}

    /** The product's name and the entries, as far as the data is well-formed. */
    static Map<String, Object> read(byte[] data) {
        ByteBuffer left = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        String name = "";
        var entries = new TreeMap<String, String>();
        while (left.hasRemaining()) {
            int tag = Byte.toUnsignedInt(left.get());
            boolean isLarge = (tag & LARGE) != 0;
            if (isLarge && left.remaining() < Short.BYTES) {
                break;
            }
            int length = isLarge ? Short.toUnsignedInt(left.getShort()) : tag & SMALL_LENGTH;
            ByteBuffer block = left.slice(left.position(), Math.min(length, left.remaining()));
            left.position(left.position() + block.limit());
            switch (tag) {
                case PRODUCT_NAME -> name = text(block, block.limit());
                case READ_ONLY_ENTRIES, WRITABLE_ENTRIES -> addEntries(block, entries);
                default -> {}
            }
        }
        var fields = new LinkedHashMap<String, Object>();
        DeviceIdentity.putUnlessEmpty(fields, "product_name", name);
        if (!entries.isEmpty()) {
            fields.put("entries", entries);
        }
        return fields;
    }

    private static void addEntries(ByteBuffer block, Map<String, String> entries) {
        while (block.remaining() >= ENTRY_HEADER) {
            String key = text(block, 2);
            int length = Byte.toUnsignedInt(block.get());
            String value = text(block, Math.min(length, block.remaining()));
            if (KEYS.contains(key) || key.startsWith("V") || key.startsWith("Y") || key.startsWith("Z")) {
                entries.put(key, value);
            }
        }
    }

    private static String text(ByteBuffer block, int length) {
        var bytes = new byte[length];
        block.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    }
}
