package io.gantry.cli.remote;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.client.server.ServerSettings;
import java.io.IOException;

/** Reaches a server and says nothing where that works. */
public final class Finger implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]";
    }

    @Override
    public String description() {
        return "Check if the server is alive";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        new ServerSettings(invocation.context().server(invocation.target(0))).tree();
        return 0;
    }
}
