package io.gantry.daemon.migration.transfer;

import io.gantry.daemon.operation.OperationContext;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * Tells how much of a volume has gone over the wire, in the operation's metadata: {@code fs_progress} as LXD's
 * clients show it, and {@code fs_progress_bytes}.
 */
public final class TransferProgress {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private final OperationContext operation;
    private final InstantSource clock;

    public TransferProgress(OperationContext operation, InstantSource clock) {
        this.operation = operation;
        this.clock = clock;
    }

    /** Counts what is read from a stream. */
    public InputStream counting(String volume, InputStream stream) {
        var counter = new Counter(volume);
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                int octet = super.read();
                counter.add(octet < 0 ? 0 : 1);
                return octet;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                counter.add(Math.max(count, 0));
                return count;
            }
        };
    }

    /** Counts what is written to a stream. */
    public OutputStream counting(String volume, OutputStream stream) {
        var counter = new Counter(volume);
        return new FilterOutputStream(stream) {
            @Override
            public void write(int octet) throws IOException {
                out.write(octet);
                counter.add(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                counter.add(length);
            }
        };
    }

    public static String bytes(double count) {
        int unit = 0;
        double value = count;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? String.format(Locale.ROOT, "%.0fB", value)
                : String.format(Locale.ROOT, "%.2f%s", value, UNITS[unit]);
    }

    /** One stream's bytes; used by the stream's thread alone. */
    private final class Counter {
        private final String volume;
        private final Instant start = clock.instant();
        private Instant told = start;
        private long total;

        Counter(String volume) {
            this.volume = volume;
        }

        void add(int count) {
            total += count;
            Instant now = clock.instant();
            if (Duration.between(told, now).compareTo(INTERVAL) < 0) {
                return;
            }
            told = now;
            double seconds = Duration.between(start, now).toMillis() / 1000.0;
            operation.publish(Map.of(
                    "fs_progress",
                    "%s: %s (%s/s)".formatted(volume, bytes((double) total), bytes(total / Math.max(seconds, 0.001))),
                    "fs_progress_bytes",
                    total));
        }
    }
}
