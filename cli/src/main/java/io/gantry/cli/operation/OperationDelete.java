package io.gantry.cli.operation;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.operation.Operations;
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
        new Operations(invocation.context().server(target)).cancel(target.name());
        invocation.context().report("Operation " + target.name() + " deleted");
        return 0;
    }
}
