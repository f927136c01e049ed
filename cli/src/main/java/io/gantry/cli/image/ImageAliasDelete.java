package io.gantry.cli.image;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.image.ImageAliases;
import java.io.IOException;

/** Takes a name of an image away. */
public final class ImageAliasDelete implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<alias>";
    }

    @Override
    public String description() {
        return "Delete image aliases";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(1, 1);
        Target target = invocation.namedTarget(0, "alias");
        new ImageAliases(invocation.context().server(target)).delete(target.name());
        return 0;
    }
}
