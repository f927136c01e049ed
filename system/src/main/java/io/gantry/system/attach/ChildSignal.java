package io.gantry.system.attach;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Signals for the program in the container: the one child of the helper that attached it. */
record ChildSignal(CommandRunner runner, long helperPid) {
    static final int KILL = 9;
    /** Entering a container takes milliseconds; on a host that is short of everything it may take seconds. */
    private static final Duration BIRTH = Duration.ofSeconds(30);

    private static final Duration GLANCE = Duration.ofMillis(5);
    /** The helper's name from when the program is its only child; until then a child may be one that liblxc uses. */
    private static final String SERVING = "attached";

    /**
     * Waits for the program where it is not born yet, 30 seconds at most and until the thread is interrupted. Does
     * nothing where it has ended.
     */
    void send(int number) {
        awaitBirth();
        sendToChildren(number);
    }

    /** Kills what the helper has started, be it the program already or not; does not wait. */
    void killNow() {
        sendToChildren(KILL);
    }

    /** Tells the helper that nobody wants what the program's pipes still bring; how the program ended it tells all the same. */
    void endHelper() {
        ProcessHandle.of(helperPid).ifPresent(ProcessHandle::destroy);
    }

    private void awaitBirth() {
        long start = System.nanoTime();
        while (isBeforeBirth() && System.nanoTime() - start < BIRTH.toNanos()) {
            try {
                Thread.sleep(GLANCE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isBeforeBirth() {
        try {
            return ProcessHandle.of(helperPid).isPresent()
                    && !Files.readString(Path.of("/proc", Long.toString(helperPid), "comm"))
                            .strip()
                            .equals(SERVING);
        } catch (IOException _) {
            return false; // The helper has ended, and the program before it.
        }
    }

    private void sendToChildren(int number) {
        ProcessHandle.of(helperPid).stream().flatMap(ProcessHandle::children).forEach(child -> send(child, number));
    }

    private void send(ProcessHandle child, int number) {
        if (number == KILL) {
            child.destroyForcibly();
            return;
        }
        try {
            runner.run(Command.of("/bin/kill", "-" + number, Long.toString(child.pid())));
        } catch (CommandException _) {
            // The program has ended meanwhile, or there is no such signal: neither is an error to its sender.
        }
    }
}
