package io.gantry.cli.remote;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Remotes;
import java.io.IOException;

/** Gives a server another name. */
public final class RemoteRename implements Command {
    @Override
    public String arguments() {
        return "<remote> <new-name>";
    }

    @Override
    public String description() {
        return "Rename remotes";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Remotes remotes = invocation.context().remotes();
        String name = Changeable.bare(invocation.argument(0));
        Changeable.remote(remotes, name);
        String newName = Changeable.fresh(remotes, Changeable.bare(invocation.argument(1)));
        remotes.rename(name, newName);
        remotes.save();
        return 0;
    }
}
