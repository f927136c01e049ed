package io.gantry.cli.instance;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.Instances;
import io.gantry.client.migration.TransferRequest;
import java.io.IOException;
import org.apache.commons.cli.Options;

/** Copies an instance or a snapshot to a new instance, on the same server or another. */
public final class InstanceCopy implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<source>[/<snapshot>] [[<remote>:]<destination>]";
    }

    @Override
    public String description() {
        return "Copy instances within or in between servers";
    }

    @Override
    public Options options() {
        return TransferLine.options(TransferRequest.Purpose.COPY);
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 2);
        Context context = invocation.context();
        Target source = context.namedTarget(invocation.argument(0), "instance");
        Target named = context.target(invocation.argumentOr(1, ""));
        Target target = named.name().isEmpty() && invocation.arguments().size() == 2
                ? new Target(named.remote(), bareName(source.name()))
                : named;
        if (invocation.has("refresh") && source.name().indexOf('/') >= 0) {
            throw new UsageException("--refresh can only be used with instances, and " + source + " is a snapshot");
        }
        boolean refreshesNothing =
                invocation.has("refresh") && !new Instances(context.server(target)).exists(target.name());
        TransferLine line = TransferLine.of(invocation, source, target, TransferRequest.Purpose.COPY);
        String name = new Transfer(context, refreshesNothing ? line.withoutRefresh() : line).run();
        if (target.name().isEmpty()) {
            context.report("Instance name is: " + name);
        }
        return 0;
    }

    private static String bareName(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }
}
