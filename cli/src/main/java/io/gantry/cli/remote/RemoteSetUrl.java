package io.gantry.cli.remote;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Remote;
import io.gantry.cli.server.Remotes;
import java.io.IOException;

/** Changes where a server is. */
public final class RemoteSetUrl implements Command {
    @Override
    public String arguments() {
        return "<remote> <URL>";
    }

    @Override
    public String description() {
        return "Set the URL for the remote";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Context context = invocation.context();
        Remotes remotes = context.remotes();
        String name = Changeable.bare(invocation.argument(0));
        Remote before = Changeable.remote(remotes, name);
        String address = before.protocol().equals("simplestreams")
                ? invocation.argument(1)
                : RemoteAddress.complete(invocation.argument(1), context.workingDirectory());
        remotes.put(name, before.at(address));
        remotes.save();
        return 0;
    }
}
