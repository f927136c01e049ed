package io.gantry.system.effect;

import java.util.ArrayList;
import java.util.List;

/**
 * The effects of an act on what outlives the process, in their order: each fake tells of an effect before it has it. A
 * test lets an act run once to learn its effects, and then once more for each of them, with that one failing or as the
 * last one before a crash. Thread-safe.
 */
public final class Effects {
    private final List<String> happened = new ArrayList<>();
    private boolean isCounting;
    private int failing = -1;
    private int last = -1;
    private boolean isCrashed;

    /** What an effect throws that a test lets fail. */
    public static final class EffectFailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EffectFailedException(String effect) {
            super("the test lets this fail: " + effect);
        }
    }

    /** What each effect after a crash throws: the process is no more, and nothing that it does has any effect. */
    public static final class CrashedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CrashedException(String effect) {
            super("after the crash: " + effect);
        }
    }

    /** Begins to number effects from 0; before that they just happen. */
    public synchronized void count() {
        happened.clear();
        isCounting = true;
    }

    /** As {@link #count}; the effect of this number fails and does nothing. */
    public synchronized void failAt(int number) {
        count();
        failing = number;
    }

    /** As {@link #count}; the effect of this number is the last one of the process. */
    public synchronized void crashAfter(int number) {
        count();
        last = number;
    }

    /** From now on nothing that the process does has any effect. */
    public synchronized void crash() {
        isCrashed = true;
    }

    /** The effects since the counting began, that which failed among them. */
    public synchronized List<String> happened() {
        return List.copyOf(happened);
    }

    /** Whether the effect has happened or failed that this was told to fail or to crash after. */
    public synchronized boolean isReached() {
        return isCounting && happened.size() > Math.max(failing, last);
    }

    /**
     * An effect is about to happen; the caller has it when this returns.
     *
     * @param effect what it is, such as {@code create volume p/containers/c1}
     */
    public synchronized void happen(String effect) {
        if (isCrashed || (last >= 0 && happened.size() > last)) {
            throw new CrashedException(effect);
        }
        if (!isCounting) {
            return;
        }
        happened.add(effect);
        if (happened.size() - 1 == failing) {
            throw new EffectFailedException(effect);
        }
    }
}
