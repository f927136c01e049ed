package io.gantry.daemon.image.archive;

import io.gantry.daemon.failure.DaemonException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** What comes out of a decompressor, as long as it is not absurdly more than what went in. For one thread. */
final class BoundedUnpacking extends FilterInputStream {
    /** No archive of files that anybody needs is packed better than that. */
    private static final int BEST_RATIO = 1000;

    private final long harmless;
    private final LongSupplier packed;
    private long count;

    /**
     * @param harmless so many bytes may come whatever went in
     * @param packed the bytes that went in so far
     */
    BoundedUnpacking(InputStream unpacked, long harmless, LongSupplier packed) {
        super(unpacked);
        this.harmless = harmless;
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int got = super.read(bytes, offset, length);
        count(got);
        return got;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) {
        count += Math.max(bytes, 0);
        if (count > harmless && count / BEST_RATIO > packed.getAsLong()) {
            throw DaemonException.invalid(
                    "the image is not safe: it unpacks to more than %d times its size".formatted(BEST_RATIO));
        }
    }
}
