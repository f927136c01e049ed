package io.gantry.cli.alias;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remotes;
import java.io.IOException;
import java.util.TreeMap;

/** Takes a command of the user away. */
public final class AliasRemove implements Command {
    @Override
    public String arguments() {
        return "<alias>";
    }

    @Override
    public String description() {
        return "Remove aliases";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Remotes remotes = invocation.context().remotes();
        var aliases = new TreeMap<>(remotes.aliases());
        String alias = invocation.argument(0);
        if (aliases.remove(alias) == null) {
            throw new CommandFailure("Alias " + alias + " doesn't exist; `lxc alias list` shows those that do");
        }
        remotes.setAliases(aliases);
        remotes.save();
        return 0;
    }
}
