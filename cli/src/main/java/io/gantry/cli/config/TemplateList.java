package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.output.NaturalOrder;
import io.gantry.cli.output.Table;
import io.gantry.cli.server.Target;
import io.gantry.client.instance.InstanceTemplates;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** Lists the templates of an instance. */
public final class TemplateList implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>";
    }

    @Override
    public String description() {
        return "List instance file templates";
    }

    @Override
    public Options options() {
        return Flags.format();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "instance");
        List<String> names = new InstanceTemplates(context.server(target), target.name()).names();
        List<List<String>> rows =
                names.stream().sorted(new NaturalOrder()).map(List::of).toList();
        context.show(invocation, new Table(List.of("FILENAME"), rows), names);
        return 0;
    }
}
