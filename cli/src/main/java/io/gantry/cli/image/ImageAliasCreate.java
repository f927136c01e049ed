package io.gantry.cli.image;

import io.gantry.api.ImageAlias;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.image.ImageAliases;
import java.io.IOException;

/** Gives an image another name. */
public final class ImageAliasCreate implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<alias> <fingerprint>";
    }

    @Override
    public String description() {
        return "Create aliases for existing images";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Target target = invocation.namedTarget(0, "alias");
        new ImageAliases(invocation.context().server(target))
                .create(new ImageAlias(target.name(), ""), invocation.argument(1));
        return 0;
    }
}
