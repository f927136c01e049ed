package io.gantry.daemon.operation;

import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the bytes of a transfer and tells of them, once a second at most, as LXD's clients show it. For one thread.
 */
public final class TransferMeter {
    private static final long SECOND = 1_000_000_000L;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private final Progress progress;
    private final String key;
    private final String prefix;
    private final LongSupplier nanoTime;
    private final long begun;
    private long total;
    private long done;
    private long told;

    /**
     * @param key of the operation's metadata, such as {@code download_progress}
     * @param prefix before the numbers, with its colon; may be empty
     */
    public TransferMeter(Progress progress, String key, String prefix, LongSupplier nanoTime) {
        this.progress = progress;
        this.key = key;
        this.prefix = prefix;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.told = begun - SECOND;
    }

    /** Says how many bytes there will be; 0 where that is not known. */
    public void expect(long bytes) {
        total = bytes;
    }

    void add(long bytes) {
        done += bytes;
        long now = nanoTime.getAsLong();
        if (now - told >= SECOND) {
            told = now;
            tell(now);
        }
    }

    /** Tells of the end, unless it was told last. */
    public void finish() {
        tell(nanoTime.getAsLong());
    }

    private void tell(long now) {
        long speed = (long) (done / Math.max((now - begun) / (double) SECOND, 0.001));
        String amount = total > 0 ? Math.min(100, 100 * done / total) + "%" : size(done);
        progress.publish(Map.of(key, "%s%s (%s/s)".formatted(prefix, amount, size(speed))));
    }

    /** A number of bytes in decimal units, as LXD writes it. */
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + "B" : String.format(Locale.ROOT, "%.2f%s", value, UNITS[unit]);
    }
}
