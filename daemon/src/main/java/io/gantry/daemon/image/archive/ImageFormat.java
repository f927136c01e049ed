package io.gantry.daemon.image.archive;

import io.gantry.daemon.failure.DaemonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How an image's file is packed, told by its first bytes. */
public enum ImageFormat {
    TAR(".tar"),
    GZIP(".tar.gz"),
    BZIP2(".tar.bz2"),
    XZ(".tar.xz"),
    LZMA(".tar.lzma"),
    ZSTD(".tar.zst"),
    SQUASHFS(".squashfs");

    /** So many first bytes tell all formats apart. */
    static final int MAGIC = 262;

    private final String extension;

    ImageFormat(String extension) {
        this.extension = extension;
    }

    /** With a leading dot. */
    public String extension() {
        return extension;
    }

    /** The program with its arguments that turns standard input into a tar; empty where none is needed. */
    List<String> decompressor() {
        return switch (this) {
            case TAR, SQUASHFS -> List.of();
            case GZIP -> List.of("gzip", "-dc");
            case BZIP2 -> List.of("bzip2", "-dc");
            case XZ -> List.of("xz", "-dc", "-T0");
            case LZMA -> List.of("xz", "--format=lzma", "-dc");
            case ZSTD -> List.of("zstd", "-dc");
        };
    }

    /** What tells GNU tar how the archive is compressed. */
    List<String> tarOptions() {
        return switch (this) {
            case TAR, SQUASHFS -> List.of();
            case GZIP -> List.of("--gzip");
            case BZIP2 -> List.of("--bzip2");
            case XZ -> List.of("--use-compress-program=xz -T0");
            case LZMA -> List.of("--lzma");
            case ZSTD -> List.of("--zstd");
        };
    }

    /**
     * The format of a file.
     *
     * @throws DaemonException INVALID_REQUEST where it is none of these
     */
    static ImageFormat of(Path file) {
        return find(file)
                .orElseThrow(() -> DaemonException.invalid(
                        "the image is neither a tar archive (plain, gz, bz2, xz, lzma or zstd) nor a squashfs"));
    }

    /** The format of a file; empty where it is none of these or can't be read. */
    public static Optional<ImageFormat> find(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(MAGIC));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The format of what begins with these bytes; empty where it is none of these. */
    static Optional<ImageFormat> of(byte[] start) {
        if (startsWith(start, 'B', 'Z', 'h')) {
            return Optional.of(BZIP2);
        }
        if (startsWith(start, 0x1f, 0x8b)) {
            return Optional.of(GZIP);
        }
        if (startsWith(start, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return Optional.of(XZ);
        }
        if (startsWith(start, 0x5d, 0, 0)) {
            return Optional.of(LZMA);
        }
        if (startsWith(start, 0x28, 0xb5, 0x2f, 0xfd)) {
            return Optional.of(ZSTD);
        }
        if (startsWith(start, 'h', 's', 'q', 's')) {
            return Optional.of(SQUASHFS);
        }
        if (start.length >= MAGIC && startsWith(Arrays.copyOfRange(start, 257, MAGIC), 'u', 's', 't', 'a', 'r')) {
            return Optional.of(TAR);
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
