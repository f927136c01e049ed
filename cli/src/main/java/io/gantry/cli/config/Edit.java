package io.gantry.cli.config;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import io.gantry.cli.terminal.Editor;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Changes a thing with configuration as YAML, in the user's editor or from standard input. */
public final class Edit implements Command {
    private final ResourceKind kind;

    public Edit(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return kind == ResourceKind.INSTANCE
                ? "[<remote>:][<instance>[/<snapshot>]]"
                : "[<remote>:]" + kind.placeholder();
    }

    @Override
    public String description() {
        return kind == ResourceKind.INSTANCE
                ? "Edit instance or server configurations as YAML"
                : "Edit " + kind.noun() + " configurations as YAML";
    }

    private static String shownBy(String command) {
        return command.substring(0, command.length() - "edit".length()) + "show";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(kind == ResourceKind.INSTANCE ? 0 : 1, 1);
        Context context = invocation.context();
        Target target = KeyCommand.target(invocation, kind, invocation.argumentOr(0, ""));
        ResourceKind meant = KeyCommand.kind(kind, target);
        Resource resource = Resource.read(context, meant, target);
        if (!context.terminal().isTerminal(Terminal.Stream.INPUT)) {
            String typed = new String(context.terminal().in().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Object> written = YamlInput.readMap(typed);
            if (written.isEmpty()) {
                throw new CommandFailure("Standard input is empty, and an empty configuration would replace that of "
                        + target + "; pipe in YAML such as that of `lxc " + shownBy(invocation.command())
                        + "`, or run the command on a terminal");
            }
            resource.write(written);
            return 0;
        }
        var editor = new Editor(context.terminal(), context.environment());
        String text = editor.edit(meant.editorHeader() + Yaml.write(resource.shown()), ".yaml");
        while (true) {
            try {
                resource.write(YamlInput.readMap(text));
                return 0;
            } catch (CommandFailure | ApiException | OperationFailedException e) {
                context.warn("Config parsing error: " + e.getMessage());
                context.prompts()
                        .ask(
                                "Press enter to open the editor again or ctrl+c to abort change\n",
                                "give the YAML on standard input");
                text = editor.edit(text, ".yaml");
            }
        }
    }
}
