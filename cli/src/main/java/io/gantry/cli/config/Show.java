package io.gantry.cli.config;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Flags;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.image.ImageHost;
import io.gantry.cli.server.Target;
import java.io.IOException;
import org.apache.commons.cli.Options;

/** Shows a thing with configuration as YAML. */
public final class Show implements Command {
    private final ResourceKind kind;

    public Show(ResourceKind kind) {
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
                ? "Show instance or server configurations"
                : "Show " + kind.noun() + " configurations";
    }

    @Override
    public Options options() {
        var flags = new Flags();
        if (kind == ResourceKind.INSTANCE) {
            flags.with("e", "expanded", "Show the expanded configuration");
        }
        return flags.build();
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(kind == ResourceKind.INSTANCE ? 0 : 1, 1);
        if (kind == ResourceKind.IMAGE) {
            Context context = invocation.context();
            Target image = invocation.target(0);
            context.print(Yaml.write(Resource.chosen(
                    kind.shownFields(), ImageHost.of(context, image).image(image.name()))));
            return 0;
        }
        Target target = KeyCommand.target(invocation, kind, invocation.argumentOr(0, ""));
        ResourceKind meant = KeyCommand.kind(kind, target);
        if (meant == ResourceKind.SERVER && invocation.has("expanded")) {
            throw new UsageException("--expanded cannot be used with a server");
        }
        Resource resource = Resource.read(invocation.context(), meant, target);
        if (invocation.has("expanded")) {
            resource.replace("config", resource.mapField("expanded_config"));
            resource.replace("devices", resource.mapField("expanded_devices"));
        }
        invocation.context().print(Yaml.write(resource.shown()));
        return 0;
    }
}
