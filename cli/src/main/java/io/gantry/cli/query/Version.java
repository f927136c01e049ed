package io.gantry.cli.query;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiException;
import java.io.IOException;

/** Tells the versions of the client and of a server. */
public final class Version implements Command {
    /** The LXD version whose client this is; scripts compare it with a server's. */
    public static final String CLIENT = "5.0.2";

    @Override
    public String arguments() {
        return "[<remote>:]";
    }

    @Override
    public String description() {
        return "Show local and remote versions";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        Context context = invocation.context();
        context.printLine("Client version: " + CLIENT);
        String named = invocation.argumentOr(0, "");
        Target target = context.target(named.isEmpty() || named.endsWith(":") ? named : named + ":");
        String server;
        try {
            server = context.server(target).info().environment().serverVersion();
        } catch (IOException | ApiException | CommandFailure e) {
            server = "unreachable";
        }
        context.printLine("Server version: " + server);
        return 0;
    }
}
