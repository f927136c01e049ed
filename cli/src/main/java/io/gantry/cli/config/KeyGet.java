package io.gantry.cli.config;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.server.Target;
import java.io.IOException;
import org.apache.commons.cli.Options;

/** Prints the value of a key. */
public final class KeyGet implements Command {
    private final ResourceKind kind;

    public KeyGet(ResourceKind kind) {
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
                ? "Get values for instance or server configuration keys"
                : "Get values for " + kind.noun() + " configuration keys";
    }

    @Override
    public Options options() {
        return kind == ResourceKind.INSTANCE
                ? new Flags()
                        .with("e", "expanded", "Access the expanded configuration")
                        .build()
                : new Options();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        boolean mayBeServer = kind == ResourceKind.INSTANCE;
        invocation.expect(mayBeServer ? 1 : 2, 2);
        boolean named = invocation.arguments().size() == 2;
        Target target = KeyCommand.target(invocation, kind, named ? invocation.argument(0) : "");
        ResourceKind meant = KeyCommand.kind(kind, target);
        if (meant == ResourceKind.SERVER && invocation.has("expanded")) {
            throw new UsageException("--expanded cannot be used with a server");
        }
        Resource resource = Resource.read(invocation.context(), meant, target);
        String field = invocation.has("expanded") ? "expanded_config" : meant.keysField();
        Object value = resource.mapField(field).get(invocation.arguments().getLast());
        if (value == null && meant == ResourceKind.IMAGE) {
            throw new CommandFailure("Property not found: " + target + " has no \""
                    + invocation.arguments().getLast() + "\"; `lxc image show " + target + "` lists those there are");
        }
        invocation.context().printLine(value == null ? "" : value.toString());
        return 0;
    }
}
