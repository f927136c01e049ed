package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;

/** Makes an empty template of an instance. */
public final class TemplateCreate implements Command {
    @Override
    public String arguments() {
        return NamedTemplate.ARGUMENTS;
    }

    @Override
    public String description() {
        return "Create new instance file templates";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        NamedTemplate.of(invocation).write(new byte[0]);
        return 0;
    }
}
