package io.gantry.daemon.device.host;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What happens to the host of a test, in order. Single effects can be refused. Thread-safe. */
public final class Effects {
    private final List<String> done = new ArrayList<>();
    private final Map<String, Runnable> hooks = new HashMap<>();
    private Predicate<String> refused = _ -> false;
    private int until = Integer.MAX_VALUE;

    /**
     * An effect happens.
     *
     * @throws CommandFailedException where it is refused
     */
    public synchronized void happen(String effect) {
        if (--until == 0 || refused.test(effect)) {
            throw new CommandFailedException(Command.of("effect", effect), 1, "refused by the test");
        }
        done.add(effect);
        hooks.forEach((beginning, hook) -> {
            if (effect.startsWith(beginning)) {
                hook.run();
            }
        });
    }

    /** Does something whenever an effect happens that begins so. */
    public synchronized void when(String beginning, Runnable hook) {
        hooks.put(beginning, hook);
    }

    /** Refuses the effect with this number from now on, and no other; the next one is 1. */
    public synchronized void refuse(int number) {
        until = number;
    }

    /** Refuses all effects that begin so. */
    public synchronized void refuseAll(String beginning) {
        refused = effect -> effect.startsWith(beginning);
    }

    public synchronized void refuseNone() {
        refused = _ -> false;
        until = Integer.MAX_VALUE;
    }

    /** All that happened since the last call. */
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(done);
        done.clear();
        return taken;
    }
}
