package io.gantry.daemon.migration.transfer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that is one second further each time it is read. Thread-safe. */
final class RunningClock implements InstantSource {
    private final AtomicLong seconds = new AtomicLong();

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(seconds.incrementAndGet());
    }
}
