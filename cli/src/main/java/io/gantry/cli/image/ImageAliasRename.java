package io.gantry.cli.image;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.image.ImageAliases;
import java.io.IOException;

/** Changes a name of an image. */
public final class ImageAliasRename implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<alias> <new-name>";
    }

    @Override
    public String description() {
        return "Rename aliases";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expect(2, 2);
        Target target = invocation.namedTarget(0, "alias");
        new ImageAliases(invocation.context().server(target)).rename(target.name(), invocation.argument(1));
        return 0;
    }
}
