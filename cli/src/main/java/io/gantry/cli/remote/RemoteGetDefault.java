package io.gantry.cli.remote;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;

/** Tells which server is meant where a line names none. */
public final class RemoteGetDefault implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String description() {
        return "Show the default remote";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 0);
        invocation.context().printLine(invocation.context().remotes().defaultRemote());
        return 0;
    }
}
