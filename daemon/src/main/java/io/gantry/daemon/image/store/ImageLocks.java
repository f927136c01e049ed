package io.gantry.daemon.image.store;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time for the same name. Others wait. Safe for use by many threads. */
public final class ImageLocks {
    private final Map<String, Entry> entries = new HashMap<>();

    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();
        int users;
    }

    /** Waits until nobody else holds the name. A thread may hold it several times. */
    public Held acquire(String name) throws InterruptedException {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(name, _ -> new Entry());
            entry.users++;
        }
        try {
            entry.lock.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            leave(name, entry);
            throw interrupted;
        }
        return () -> {
            entry.lock.unlock();
            leave(name, entry);
        };
    }

    private void leave(String name, Entry entry) {
        synchronized (entries) {
            entry.users--;
            if (entry.users == 0) {
                entries.remove(name);
            }
        }
    }

    /** Closing lets the next one in. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
