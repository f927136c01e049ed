package io.gantry.system.rollback;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps that undo what a piece of work has done so far. Closing runs them, the last one first, unless
 * {@link #keep} was called. A step that fails is logged and doesn't stop the others. For one thread.
 *
 * {@snippet :
 * try (var rollback = new Rollback()) {
 *     driver.create(volume);
 *     rollback.add("delete volume " + volume, () -> driver.delete(volume));
 *     fill(volume);
 *     rollback.keep();
 * }
 * }
 */
public final class Rollback implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    /** What undoes one act; it may throw anything. */
    @FunctionalInterface
    public interface Undo {
        void run() throws Exception;
    }

    private record Step(String description, Undo undo) {}

    /** Adds a step that is run before all that were added earlier. The description is for the log. */
    public void add(String description, Undo undo) {
        steps.push(new Step(description, undo));
    }

    /** Adds a step without a description of its own. */
    public void add(Undo undo) {
        add("undo", undo);
    }

    /** The work is done: nothing is undone. */
    public void keep() {
        steps.clear();
    }

    @Override
    public void close() {
        // Undoing runs commands, which an interrupted thread can't wait for; cancelling is why most roll-backs run.
        boolean interrupted = Thread.interrupted();
        try {
            while (!steps.isEmpty()) {
                run(steps.pop());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void run(Step step) {
        try {
            step.undo.run();
        } catch (Exception failure) {
            LOG.error("rolling back: cannot {}: {}", step.description, failure.toString());
        }
    }
}
