package io.gantry.cli.output;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that shows on a progress line how much of it was read and how fast. */
public final class TransferProgress extends FilterInputStream {
    private static final long NANOSECONDS = 1_000_000_000L;
    private static final long INTERVAL = NANOSECONDS / 5;

    private final ProgressLine line;
    private final String label;
    private final long total;
    private final long began = System.nanoTime();
    private long shownAt = began;
    private long count;

    /**
     * @param label what goes on, such as {@code Transferring image}
     * @param total in bytes, -1 where it is not known
     */
    public TransferProgress(InputStream in, ProgressLine line, String label, long total) {
        super(in);
        this.line = line;
        this.label = label;
        this.total = total;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = super.read(buffer, offset, length);
        if (got > 0) {
            count(got);
        }
        return got;
    }

    private void count(long bytes) {
        count += bytes;
        long now = System.nanoTime();
        if (line.shows() && now - shownAt >= INTERVAL) {
            shownAt = now;
            line.show(label + ": " + text(count, total, now - began));
        }
    }

    /** Such as {@code 42% (10.50MB/s)}, or {@code 12.30MB (10.50MB/s)} where the total is not known. */
    static String text(long bytes, long total, long nanoseconds) {
        long speed = nanoseconds <= 0 ? 0 : (long) (bytes / (nanoseconds / (double) NANOSECONDS));
        String amount = total > 0 ? bytes * 100 / total + "%" : ByteSizes.decimal(bytes);
        return amount + " (" + ByteSizes.decimal(speed) + "/s)";
    }
}
