package io.gantry.system.attach;

import io.gantry.system.command.RunningCommand;

/** A program that writes to files, which the helper started. */
final class HelperRecording implements Attached {
    private final RunningCommand command;
    private final ChildSignal child;

    HelperRecording(RunningCommand command, ChildSignal child) {
        this.command = command;
        this.child = child;
    }

    @Override
    public void signal(int number) {
        child.send(number);
    }

    @Override
    public int waitFor() {
        return command.waitFor();
    }

    @Override
    public void abandon() {
        child.send(ChildSignal.KILL);
    }

    @Override
    public void close() {
        child.killNow();
        command.close();
    }
}
