package io.gantry.cli.image;

import io.gantry.api.Operation;
import io.gantry.cli.command.Command;
import io.gantry.cli.command.Context;
import io.gantry.cli.command.Invocation;
import io.gantry.cli.server.Target;
import io.gantry.client.image.Images;
import io.gantry.client.server.ApiServer;
import java.io.IOException;

/** Has a server look for newer versions of images. */
public final class ImageRefresh implements Command {
    @Override
    public String arguments() {
        return "[<remote>:]<image> [[<remote>:]<image>...]";
    }

    @Override
    public String description() {
        return "Refresh images";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        invocation.expectAtLeast(1);
        Context context = invocation.context();
        for (int i = 0; i < invocation.arguments().size(); i++) {
            Target target = invocation.namedTarget(i, "image");
            ApiServer server = context.server(target);
            String fingerprint = ImageReference.fingerprint(server, target.name());
            Operation done = context.await(server, new Images(server).refresh(fingerprint), "Refreshing the image");
            boolean refreshed = done.metadata() != null
                    && Boolean.TRUE.equals(done.metadata().get("refreshed"));
            context.report(refreshed ? "Image refreshed successfully!" : "Image already up to date.");
        }
        return 0;
    }
}
