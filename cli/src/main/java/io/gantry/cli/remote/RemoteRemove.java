package io.gantry.cli.remote;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remotes;
import java.io.IOException;

/** Forgets a server. */
public final class RemoteRemove implements Command {
    @Override
    public String arguments() {
        return "<remote>";
    }

    @Override
    public String description() {
        return "Remove remotes";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Remotes remotes = invocation.context().remotes();
        String name = Changeable.bare(invocation.argument(0));
        Changeable.remote(remotes, name);
        if (remotes.defaultRemote().equals(name)) {
            throw new CommandFailure(
                    "Can't remove the default remote; make another one the default with `lxc remote switch` first");
        }
        remotes.remove(name);
        remotes.save();
        return 0;
    }
}
