package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Target;
import io.gantry.client.server.ServerSettings;
import java.io.IOException;
import java.util.Map;

/** Takes a key away. */
public final class KeyUnset implements Command {
    private final ResourceKind kind;

    public KeyUnset(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public String arguments() {
        return kind == ResourceKind.INSTANCE
                ? "[<remote>:][<instance>] <key>"
                : "[<remote>:]" + kind.placeholder() + " <key>";
    }

    @Override
    public String description() {
        return kind == ResourceKind.INSTANCE
                ? "Unset instance or server configuration keys"
                : "Unset " + kind.noun() + " configuration keys";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        boolean mayBeServer = kind == ResourceKind.INSTANCE;
        invocation.expect(mayBeServer ? 1 : 2, 2);
        boolean named = invocation.arguments().size() == 2;
        Target target = KeyCommand.target(invocation, kind, named ? invocation.argument(0) : "");
        String key = invocation.arguments().getLast();
        ResourceKind meant = KeyCommand.kind(kind, target);
        if (meant == ResourceKind.SERVER) {
            new ServerSettings(invocation.context().server(target)).set(Map.of(key, ""));
            return 0;
        }
        Resource resource = Resource.read(invocation.context(), meant, target);
        boolean wasSet = resource.mapField(meant.keysField()).remove(key) != null;
        if (!wasSet && kind == ResourceKind.INSTANCE) {
            throw new CommandFailure("Can't unset key '" + key + "', it's not currently set");
        }
        resource.write();
        return 0;
    }
}
