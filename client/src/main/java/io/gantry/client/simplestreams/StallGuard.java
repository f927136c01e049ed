package io.gantry.client.simplestreams;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a stream on which nothing arrives any more: a read then fails. For one reader. */
public final class StallGuard extends FilterInputStream {
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stalled downloads").factory());

    private final Duration limit;
    private final ScheduledFuture<?> watch;
    private volatile long readingSince;
    private volatile boolean hasStalled;

    /** @param limit of the wait for each next byte */
    public StallGuard(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
        long period = Math.max(1, limit.toMillis() / 4);
        this.watch = WATCH.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long since = readingSince;
        if (since != 0 && System.nanoTime() - since > limit.toNanos()) {
            hasStalled = true;
            try {
                in.close();
            } catch (IOException _) {
                // The reader is told by its own read.
                watch.cancel(false);
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        readingSince = System.nanoTime() | 1;
        try {
            int count = in.read(bytes, offset, length);
            if (hasStalled) {
                throw stalled(null);
            }
            return count;
        } catch (IOException failure) {
            throw hasStalled ? stalled(failure) : failure;
        } finally {
            readingSince = 0;
        }
    }

    private IOException stalled(@Nullable IOException cause) {
        return new IOException("nothing arrived for %d seconds".formatted(limit.toSeconds()), cause);
    }

    @Override
    public void close() throws IOException {
        watch.cancel(false);
        in.close();
    }
}
