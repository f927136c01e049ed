package io.gantry.system.attach;

import io.gantry.system.command.RunningCommand;
import java.io.InputStream;
import java.io.OutputStream;

/** A program on three pipes, which the helper started. */
final class HelperPipes extends HelperProgram implements AttachedProgram {
    HelperPipes(RunningCommand command, ChildSignal child) {
        super(command, child);
    }

    @Override
    public OutputStream input() {
        return command().input();
    }

    @Override
    public InputStream output() {
        return command().output();
    }

    @Override
    public InputStream errors() {
        return command().errors();
    }

    @Override
    public void abandon() {
        super.abandon();
        child().endHelper();
    }
}
