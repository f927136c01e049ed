package io.gantry.system.attach;

import io.gantry.system.command.RunningCommand;

/** A program that the helper started. As it is, it writes to files; pipes and terminals are more than that. */
class HelperProgram implements Attached {
    private final RunningCommand command;
    private final ChildSignal child;

    HelperProgram(RunningCommand command, ChildSignal child) {
        this.command = command;
        this.child = child;
    }

    final RunningCommand command() {
        return command;
    }

    final ChildSignal child() {
        return child;
    }

    @Override
    public final void signal(int number) {
        child.send(number);
    }

    @Override
    public final int waitFor() {
        return command.waitFor();
    }

    @Override
    public void abandon() {
        child.send(ChildSignal.KILL);
    }

    @Override
    public final void close() {
        child.killNow();
        command.close();
    }
}
