package io.gantry.system.attach;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandRunner;

/** Signals for the program in the container: the one child of the helper that attached it. */
record ChildSignal(CommandRunner runner, long helperPid) {
    static final int KILL = 9;

    /** Does nothing where the program has ended. */
    void send(int number) {
        ProcessHandle.of(helperPid).stream().flatMap(ProcessHandle::children).forEach(child -> send(child, number));
    }

    /** Tells the helper that nobody wants what the program's pipes still bring; how the program ended it tells all the same. */
    void endHelper() {
        ProcessHandle.of(helperPid).ifPresent(ProcessHandle::destroy);
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
