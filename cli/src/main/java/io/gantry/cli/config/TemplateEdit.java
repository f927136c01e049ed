package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.terminal.Editor;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.server.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Changes a template of an instance, in the user's editor or from standard input. */
public final class TemplateEdit implements Command {
    @Override
    public String arguments() {
        return NamedTemplate.ARGUMENTS;
    }

    @Override
    public String description() {
        return "Edit instance file templates";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        Context context = invocation.context();
        NamedTemplate template = NamedTemplate.of(invocation);
        if (!context.terminal().isTerminal(Terminal.Stream.INPUT)) {
            template.write(context.terminal().in().readAllBytes());
            return 0;
        }
        var editor = new Editor(context.terminal(), context.environment());
        String text = editor.edit(new String(template.read(), StandardCharsets.UTF_8), ".tpl");
        while (true) {
            try {
                template.write(text.getBytes(StandardCharsets.UTF_8));
                return 0;
            } catch (ApiException e) {
                context.warn("Error updating template file: " + e.getMessage());
                context.prompts()
                        .ask(
                                "Press enter to open the editor again or ctrl+c to abort change\n",
                                "give the template on standard input");
                text = editor.edit(text, ".tpl");
            }
        }
    }
}
