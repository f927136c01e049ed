package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import java.io.IOException;

/** Deletes profiles, networks and storage pools. */
public final class Remove implements Command {
    private final ResourceKind kind;

    public Remove(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return "[<remote>:]" + kind.placeholder();
    }

    @Override
    public String description() {
        return "Delete " + kind.noun() + "s";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, kind.noun());
        kind.delete(context.server(target), target.name());
        context.report(kind.title() + " " + target.name() + " deleted");
        return 0;
    }
}
