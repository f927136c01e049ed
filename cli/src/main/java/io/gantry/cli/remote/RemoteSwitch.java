package io.gantry.cli.remote;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Remotes;
import java.io.IOException;

/** Chooses the server that is meant where a line names none. */
public final class RemoteSwitch implements Command {
    @Override
    public String arguments() {
        return "<remote>";
    }

    @Override
    public String description() {
        return "Switch the default remote";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Remotes remotes = invocation.context().remotes();
        String name = Changeable.bare(invocation.argument(0));
        invocation.context().remote(name);
        remotes.setDefaultRemote(name);
        remotes.save();
        return 0;
    }
}
