package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import java.io.IOException;

/** Renames profiles and networks. */
public final class NameChange implements Command {
    private final ResourceKind kind;

    public NameChange(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder() + " <new-name>";
    }

    @Override
    public String description() {
        return "Rename " + kind.noun() + "s";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, kind.noun());
        String name = invocation.argument(1);
        kind.rename(context.server(target), target.name(), name);
        context.report(kind.title() + " " + target.name() + " renamed to " + name);
        return 0;
    }
}
