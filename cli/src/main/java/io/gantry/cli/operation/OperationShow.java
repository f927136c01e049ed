package io.gantry.cli.operation;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.operation.Operations;
import java.io.IOException;

/** Shows a background operation. */
public final class OperationShow implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<operation>";
    }

    @Override
    public String description() {
        return "Show details on a background operation";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Target target = invocation.namedTarget(0, "operation");
        Object operation = new Operations(invocation.context().server(target)).tree(target.name());
        invocation.context().print(Yaml.write(operation));
        return 0;
    }
}
