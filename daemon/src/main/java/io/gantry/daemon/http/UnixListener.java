package io.gantry.daemon.http;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API on a unix socket, which only root and one group may use. */
final class UnixListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnixListener.class);

    private final Path socket;
    private final Optional<String> group;

    UnixListener(Server server, Path socket, Optional<String> group) {
        this.socket = socket;
        this.group = group;
        var connector = new UnixDomainServerConnector(server, new ApiConnections(HttpServer.configuration()));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(0);
        server.addConnector(connector);
    }

    /** Removes a socket that nobody serves any more. */
    void prepare() throws IOException {
        if (Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            throw new DaemonException(
                    FailureCategory.CONFLICT,
                    "LXD is already running: another daemon serves " + socket + " (" + other + ")");
        } catch (IOException e) {
            // Nobody answers: it is what a killed daemon left.
            Files.delete(socket);
        }
    }

    /** Gives the socket to its group. */
    void open() throws IOException {
        PosixFileAttributeView attributes = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
        if (group.isPresent()) {
            attributes.setGroup(group(group.get()));
        }
        attributes.setPermissions(PosixFilePermissions.fromString("rw-rw----"));
    }

    private GroupPrincipal group(String name) throws IOException {
        try {
            return socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException e) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "there is no group \"" + name + "\" on this host: create it, or start without --group",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("cannot remove the socket {}: {}", socket, e.getMessage());
        }
    }
}
