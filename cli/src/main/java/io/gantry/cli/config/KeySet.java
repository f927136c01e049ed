package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ServerSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Sets keys to values. */
public final class KeySet implements Command {
    private final ResourceKind kind;

    public KeySet(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return kind == ResourceKind.INSTANCE
                ? "[<remote>:][<instance>] <key>=<value>..."
                : "[<remote>:]" + kind.placeholder() + " <key>=<value>...";
    }

    @Override
    public String description() {
        String before = kind == ResourceKind.INSTANCE ? "[<instance>]" : kind.placeholder();
        return (kind == ResourceKind.INSTANCE
                        ? "Set instance or server configuration keys"
                        : "Set " + kind.noun() + " configuration keys")
                + "\n\nA single key may also be set with: [<remote>:]" + before + " <key> <value>"
                + "\nA value of - is read from standard input.";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(kind == ResourceKind.INSTANCE ? 1 : 2);
        List<String> words = invocation.arguments();
        boolean ofLocalServer = kind == ResourceKind.INSTANCE && KeyCommand.beginsWithKey(words);
        Target target = KeyCommand.target(invocation, kind, ofLocalServer ? "" : words.getFirst());
        Map<String, String> values =
                KeyCommand.assignments(invocation, ofLocalServer ? words : words.subList(1, words.size()));
        ResourceKind meant = KeyCommand.kind(kind, target);
        if (meant == ResourceKind.SERVER) {
            // Not the whole configuration back: the server shows secrets as `true` and would take that for the value.
            new ServerSettings(invocation.context().server(target)).set(values);
            return 0;
        }
        Resource resource = Resource.read(invocation.context(), meant, target);
        resource.mapField(meant.keysField()).putAll(values);
        resource.write();
        return 0;
    }
}
