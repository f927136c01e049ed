package io.gantry.daemon.image;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.util.ArrayList;
import java.util.List;

/** What a test's images do to the world, in order; one of them may be made to fail. Safe for use by many threads. */
public final class Effects {
    public static final String FAILURE = "no space left on the disk of a test";

    private final List<String> done = new ArrayList<>();
    private int failing;

    /** Lets the effect with this number fail, counted from 1 from now on; none for 0. */
    public synchronized void fail(int number) {
        done.clear();
        failing = number;
    }

    /** The effects since {@link #fail}, the failed one included. */
    public synchronized List<String> done() {
        return List.copyOf(done);
    }

    /** Called in place of an effect, or before it. */
    synchronized void happen(String effect) {
        done.add(effect);
        if (done.size() == failing) {
            throw new DaemonException(FailureCategory.INTERNAL, FAILURE);
        }
    }
}
