package io.gantry.cli.image;

import io.gantry.cli.command.Context;
import io.gantry.cli.failure.UsageException;
import io.gantry.client.server.ApiPath;
import io.gantry.client.server.ApiServer;
import java.io.IOException;
import java.util.List;

/** A daemon, asked for its images. */
record DaemonHost(ApiServer server) implements ImageHost {
    @Override
    public List<?> images() throws IOException {
        return Context.trees(server, "/1.0/images?recursion=1");
    }

    @Override
    public List<?> aliases() throws IOException {
        return Context.trees(server, "/1.0/images/aliases?recursion=1");
    }

    @Override
    public Object image(String name) throws IOException {
        if (name.isEmpty()) {
            throw new UsageException("\"" + server.remote() + ":\" names no image; write " + server.remote() + ":NAME");
        }
        return server.tree(ApiPath.of("images", ImageReference.fingerprint(server, name)));
    }
}
