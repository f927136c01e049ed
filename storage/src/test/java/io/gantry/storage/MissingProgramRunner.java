package io.gantry.storage;

import io.gantry.system.command.Command;
import io.gantry.system.command.CommandOutput;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ErrorStream;
import io.gantry.system.command.MissingProgramException;
import io.gantry.system.command.RunningCommand;
import java.io.IOException;

/** A host on which nothing is installed. */
public final class MissingProgramRunner implements CommandRunner {
    @Override
    public CommandOutput run(Command command) {
        throw new MissingProgramException(command, new IOException("no such program"));
    }

    @Override
    public RunningCommand start(Command command, ErrorStream errors) {
        throw new MissingProgramException(command, new IOException("no such program"));
    }
}
