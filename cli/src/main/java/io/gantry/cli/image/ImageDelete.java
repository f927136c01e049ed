package io.gantry.cli.image;

import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.image.Images;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.ArrayList;

/** Deletes images. */
public final class ImageDelete implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<image> [[<remote>:]<image>...]";
    }

    @Override
    public String description() {
        return "Delete images";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(1);
        Context context = invocation.context();
        var targets = new ArrayList<Target>();
        for (int i = 0; i < invocation.arguments().size(); i++) {
            targets.add(invocation.namedTarget(i, "image"));
        }
        for (Target target : targets) {
            ApiServer server = context.server(target);
            String fingerprint = ImageReference.fingerprint(server, target.name());
            context.await(server, new Images(server).delete(fingerprint), "Deleting " + target.name());
        }
        return 0;
    }
}
