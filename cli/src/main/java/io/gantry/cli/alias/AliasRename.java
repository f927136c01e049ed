package io.gantry.cli.alias;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remotes;
import java.io.IOException;
import java.util.TreeMap;

/** Gives a command of the user another name. */
public final class AliasRename implements Command {
    @Override
    public String arguments() {
        return "<old alias> <new alias>";
    }

    @Override
    public String description() {
        return "Rename aliases";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Remotes remotes = invocation.context().remotes();
        var aliases = new TreeMap<>(remotes.aliases());
        String alias = invocation.argument(0);
        String target = aliases.get(alias);
        if (target == null) {
            throw new CommandFailure("Alias " + alias + " doesn't exist; `lxc alias list` shows those that do");
        }
        if (aliases.putIfAbsent(invocation.argument(1), target) != null) {
            throw new CommandFailure("Alias " + invocation.argument(1) + " already exists; remove it first");
        }
        aliases.remove(alias);
        remotes.setAliases(aliases);
        remotes.save();
        return 0;
    }
}
