package io.gantry.cli.image;

import io.gantry.cli.failure.UsageException;
import io.gantry.client.image.ImageAliases;
import io.gantry.client.image.Images;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;

/** A daemon, asked for its images. */
record DaemonHost(ApiServer server) implements ImageHost {
    @Override
    public List<?> images() throws IOException {
        return new Images(server).trees();
    }

    @Override
    public List<?> aliases() throws IOException {
        return new ImageAliases(server).trees();
    }

    @Override
    public Object image(String name) throws IOException {
        if (name.isEmpty()) {
            throw new UsageException("\"" + server.remote() + ":\" names no image; write " + server.remote() + ":NAME");
        }
        return new Images(server).tree(ImageReference.fingerprint(server, name));
    }
}
