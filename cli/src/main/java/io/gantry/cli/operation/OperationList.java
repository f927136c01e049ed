package io.gantry.cli.operation;

import io.gantry.api.ApiJson;
import io.gantry.api.Operation;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.Table;
import io.gantry.cli.output.Times;
import io.gantry.client.operation.Operations;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Lists what a server is doing in the background. */
public final class OperationList implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]";
    }

    @Override
    public String description() {
        return "List background operations";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 1);
        Context context = invocation.context();
        List<?> trees = new Operations(context.server(invocation.target(0))).trees();
        var rows = new TreeMap<String, List<String>>();
        for (Object entry : trees) {
            Operation operation = ApiJson.fromTree(entry, Operation.class);
            rows.put(
                    operation.id(),
                    List.of(
                            operation.id(),
                            operation.operationClass().toUpperCase(Locale.ROOT),
                            operation.description(),
                            operation.status().toUpperCase(Locale.ROOT),
                            operation.mayCancel() ? "YES" : "NO",
                            Times.toMinutes(operation.createdAt(), ZoneOffset.UTC)));
        }
        context.show(
                invocation,
                new Table(
                        List.of("ID", "TYPE", "DESCRIPTION", "STATUS", "CANCELABLE", "CREATED"),
                        List.copyOf(rows.values())),
                trees);
        return 0;
    }
}
