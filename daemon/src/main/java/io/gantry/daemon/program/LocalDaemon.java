package io.gantry.daemon.program;

import io.gantry.client.http.Endpoint;
import io.gantry.client.http.HttpConnection;
import io.gantry.client.server.ApiServer;
import java.nio.file.Path;
import java.util.Optional;

/** The daemon of a directory, through its unix socket. */
public final class LocalDaemon {
    private LocalDaemon() {}

    public static ApiServer of(Path directory) {
        var endpoint = new Endpoint.Unix(directory.resolve("unix.socket"));
        return new ApiServer("local", new HttpConnection(endpoint, Optional.empty(), "Gantry lxd"), "");
    }
}
