package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;

/** Removes a template of an instance. */
public final class TemplateDelete implements Command {
    @Override
    public String arguments() {
        return NamedTemplate.ARGUMENTS;
    }

    @Override
    public String description() {
        return "Delete instance file templates";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        NamedTemplate.of(invocation).delete();
        return 0;
    }
}
