package io.gantry.system.attach;

import io.gantry.system.command.RunningCommand;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A program in a container with pipes, which end when neither it nor what it left in the background has them open.
 * Closing kills it if it still runs.
 */
public final class AttachedProgram implements Attached {
    private final RunningCommand command;
    private final ChildSignal child;

    AttachedProgram(RunningCommand command, ChildSignal child) {
        this.command = command;
        this.child = child;
    }

    /** Where the program reads from; close it for the end of file. */
    public OutputStream input() {
        return command.input();
    }

    public InputStream output() {
        return command.output();
    }

    public InputStream errors() {
        return command.errors();
    }

    @Override
    public void signal(int number) {
        child.send(number);
    }

    /** Waits also for those that it left in the background to close its pipes. */
    @Override
    public int waitFor() {
        return command.waitFor();
    }

    @Override
    public void abandon() {
        child.send(ChildSignal.KILL);
        child.endHelper();
    }

    @Override
    public void close() {
        child.killNow();
        command.close();
    }
}
