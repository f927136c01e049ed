package io.gantry.cli.image;

import io.gantry.api.ApiJson;
import io.gantry.api.Image;
import io.gantry.cli.command.Context;
import io.gantry.cli.server.Target;
import java.io.IOException;
import java.util.List;

/** What a remote tells of its images: a daemon, or a web server with images in the simplestreams format. */
public interface ImageHost {
    /** The host that a remote names; nothing is asked of it yet. */
    static ImageHost of(Context context, Target target) throws IOException {
        return StreamHost.isMeant(context, target.remote())
                ? new StreamHost(context, target.remote())
                : new DaemonHost(context.server(target));
    }

    /** All images, as the API shows them. */
    List<?> images() throws IOException;

    /** All aliases, as the API shows them. */
    List<?> aliases() throws IOException;

    /**
     * The image that an alias, a fingerprint or the beginning of one means, as the API shows it.
     *
     * @throws io.gantry.cli.failure.CommandFailure where there is none
     */
    Object image(String name) throws IOException;

    /** As {@link #image}, read. */
    default Image find(String name) throws IOException {
        return ApiJson.fromTree(image(name), Image.class);
    }
}
