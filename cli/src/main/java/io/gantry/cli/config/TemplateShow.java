package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Shows the content of a template of an instance. */
public final class TemplateShow implements Command {
    @Override
    public String arguments() {
        return NamedTemplate.ARGUMENTS;
    }

    @Override
    public String description() {
        return "Show content of instance file templates";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        byte[] content = NamedTemplate.of(invocation).read();
        invocation.context().print(new String(content, StandardCharsets.UTF_8));
        return 0;
    }
}
