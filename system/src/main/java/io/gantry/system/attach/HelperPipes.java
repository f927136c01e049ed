package io.gantry.system.attach;

import io.gantry.system.command.RunningCommand;
import java.io.InputStream;
import java.io.OutputStream;

/** A program on three pipes, which the helper started. */
final class HelperPipes implements AttachedProgram {
    private final RunningCommand command;
    private final ChildSignal child;

    HelperPipes(RunningCommand command, ChildSignal child) {
        this.command = command;
        this.child = child;
    }

    @Override
    public OutputStream input() {
        return command.input();
    }

    @Override
    public InputStream output() {
        return command.output();
    }

    @Override
    public InputStream errors() {
        return command.errors();
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
        child.endHelper();
    }

    @Override
    public void close() {
        child.killNow();
        command.close();
    }
}
