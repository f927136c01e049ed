package io.gantry.daemon.image.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A tar archive with any members that one likes, also those that no program writes. */
public final class HandMadeTar {
    public static final String METADATA = "architecture: x86_64\ncreation_date: 1700000000\nproperties: {os: test}\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An archive that begins like an image. */
    public static HandMadeTar image() {
        return new HandMadeTar()
                .file("metadata.yaml", METADATA)
                .member("rootfs/", '5', "", "")
                .file("rootfs/hello", "hello\n");
    }

    public HandMadeTar file(String name, String content) {
        return member(name, '0', "", content);
    }

    HandMadeTar member(String name, char type, String target, String content) {
        byte[] header = new byte[512];
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        put(header, 0, name);
        put(header, 100, type == '5' ? "0000755" : "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(bytes.length));
        put(header, 136, "00000000001");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar\00000");
        put(header, 329, "0000001");
        put(header, 337, "0000003");
        long sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.writeBytes(header);
        out.writeBytes(bytes);
        out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
        return this;
    }

    public byte[] end() {
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
