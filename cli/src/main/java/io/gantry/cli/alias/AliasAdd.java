package io.gantry.cli.alias;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remotes;
import java.io.IOException;
import java.util.TreeMap;

/** Gives the user a command of their own. */
public final class AliasAdd implements Command {
    @Override
    public String arguments() {
        return "<alias> <target>";
    }

    @Override
    public String description() {
        return "Add new aliases";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Remotes remotes = invocation.context().remotes();
        var aliases = new TreeMap<>(remotes.aliases());
        String alias = invocation.argument(0);
        if (aliases.putIfAbsent(alias, invocation.argument(1)) != null) {
            throw new CommandFailure("Alias " + alias + " already exists; remove it first");
        }
        remotes.setAliases(aliases);
        remotes.save();
        return 0;
    }
}
