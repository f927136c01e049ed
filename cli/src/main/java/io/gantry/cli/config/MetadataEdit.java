package io.gantry.cli.config;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageMetadata;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import io.gantry.cli.terminal.Editor;
import io.gantry.cli.terminal.Terminal;
import io.gantry.client.instance.Instances;
import io.gantry.client.server.ApiException;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Changes the metadata that an instance has from its image, in the user's editor or from standard input. */
public final class MetadataEdit implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<instance>";
    }

    @Override
    public String description() {
        return "Edit instance metadata files";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Context context = invocation.context();
        Target target = invocation.namedTarget(0, "instance");
        var instances = new Instances(context.server(target));
        if (!context.terminal().isTerminal(Terminal.Stream.INPUT)) {
            String typed = new String(context.terminal().in().readAllBytes(), StandardCharsets.UTF_8);
            if (YamlInput.readMap(typed).isEmpty()) {
                throw new CommandFailure(
                        "Standard input is empty, and empty metadata would replace that of " + target
                                + "; pipe in YAML such as that of `lxc config metadata show`, or run the command on a terminal");
            }
            instances.replaceMetadata(target.name(), InstanceMetadata.read(typed), null);
            return 0;
        }
        ApiServer.Versioned before = instances.metadata(target.name());
        String shown = InstanceMetadata.write(ApiJson.fromTree(before.tree(), ImageMetadata.class));
        var editor = new Editor(context.terminal(), context.environment());
        String text = editor.edit(InstanceMetadata.HEADER + shown, ".yaml");
        while (true) {
            try {
                instances.replaceMetadata(target.name(), InstanceMetadata.read(text), before.version());
                return 0;
            } catch (CommandFailure | ApiException e) {
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
