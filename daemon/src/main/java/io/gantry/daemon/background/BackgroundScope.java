package io.gantry.daemon.background;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that goes on beside its owner and ends with it: closing interrupts what is under way and returns when nothing runs
 * any more. What a task throws is logged. Safe for use by many threads.
 */
public final class BackgroundScope implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundScope.class);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /** Work in the background; an interrupt asks it to end. */
    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }

    /**
     * Begins a task; after the close it does nothing.
     *
     * @param name what the task does, for the log
     */
    public void fork(String name, Task task) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                run(name, task);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        synchronized (this) {
            if (!isClosed) {
                threads.add(thread);
                thread.start();
            }
        }
    }

    /**
     * Begins a task that is done again and again, also after a failure.
     *
     * @param delay before the first time
     * @param pause from the end of one time to the next
     */
    public void repeat(String name, Duration delay, Duration pause, Task task) {
        fork(name, () -> {
            Thread.sleep(delay);
            while (!isClosed) {
                run(name, task);
                Thread.sleep(pause);
            }
        });
    }

    private static void run(String name, Task task) throws InterruptedException {
        try {
            task.run();
        } catch (RuntimeException failure) {
            LOG.error("{} failed", name, failure);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                long left = Math.max(1, deadline - System.nanoTime());
                if (!thread.join(Duration.ofNanos(left))) {
                    LOG.warn("{} does not end", thread.getName());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
