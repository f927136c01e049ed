package io.gantry.cli.operation;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ApiPath;
import java.io.IOException;

/** Cancels a background operation. */
public final class OperationDelete implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<operation>";
    }

    @Override
    public String description() {
        return "Delete background operations (will attempt to cancel)";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Target target = invocation.namedTarget(0, "operation");
        invocation.context().server(target).send("DELETE", ApiPath.of("operations", target.name()), null);
        invocation.context().report("Operation " + target.name() + " deleted");
        return 0;
    }
}
