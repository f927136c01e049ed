package io.gantry.cli.alias;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.cli.Options;

/** Lists the user's own commands. */
public final class AliasList implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String description() {
        return "List aliases";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(0, 0);
        Context context = invocation.context();
        var aliases = new TreeMap<>(context.remotes().aliases());
        var rows = new ArrayList<List<String>>();
        aliases.forEach((alias, target) -> rows.add(List.of(alias, target)));
        context.show(invocation, new Table(List.of("ALIAS", "TARGET"), rows), aliases);
        return 0;
    }
}
