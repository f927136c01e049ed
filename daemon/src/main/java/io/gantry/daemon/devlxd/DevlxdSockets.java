package io.gantry.daemon.devlxd;

import io.gantry.daemon.config.InstanceKeys;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.Devlxd;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.Instances;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket for each running instance, in a folder that the instance has as {@code /dev/lxd}: so it is known who asks. Only
 * the instance's root may. Thread-safe.
 */
public final class DevlxdSockets implements Devlxd, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevlxdSockets.class);
    private static final String SOCKET = "sock";
    private static final int MOST_AT_ONCE = 16;

    private final Instances instances;
    private final Path folder;
    private final Map<InstanceKey, ServerSocketChannel> sockets = new ConcurrentHashMap<>();

    /** @param folder holds a folder for each instance */
    public DevlxdSockets(Instances instances, Path folder) {
        this.instances = instances;
        this.folder = folder;
    }

    @Override
    public Path prepare(InstanceKey key) throws IOException {
        if (Files.notExists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        }
        return Files.createDirectories(folder.resolve(key.name()));
    }

    @Override
    public void follow(ExpandedInstance instance, long rootId) {
        try {
            if (!instance.get(InstanceKeys.SECURITY_DEVLXD)) {
                close(instance.key());
            } else if (!sockets.containsKey(instance.key())) {
                open(instance.key(), rootId);
            }
        } catch (IOException failure) {
            LOG.warn("instance {} has no /dev/lxd/sock: {}", instance.key(), failure.toString());
        }
    }

    private void open(InstanceKey key, long rootId) throws IOException {
        Path socket = prepare(key).resolve(SOCKET);
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            Files.setAttribute(socket, "unix:uid", (int) rootId);
            sockets.put(key, listener);
        } catch (IOException | IllegalArgumentException failure) {
            listener.close();
            throw new IOException(failure);
        }
        Thread.ofVirtual().name("devlxd " + key).start(() -> accept(key, listener));
    }

    private void accept(InstanceKey key, ServerSocketChannel listener) {
        var places = new Semaphore(MOST_AT_ONCE);
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                places.acquire();
                Thread.ofVirtual().name("devlxd connection of " + key).start(() -> {
                    serve(key, connection);
                    places.release();
                });
            }
        } catch (ClosedChannelException _) {
            // The instance has ended, or shall ask no more.
        } catch (IOException failure) {
            LOG.warn("instance {} cannot use /dev/lxd/sock any more", key, failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(InstanceKey key, SocketChannel connection) {
        try (connection) {
            new DevlxdConnection(
                            Channels.newInputStream(connection),
                            Channels.newOutputStream(connection),
                            (method, path) -> answer(key, method, path))
                    .serve();
        } catch (IOException failure) {
            LOG.debug("a connection from instance {} is lost: {}", key, failure.getMessage());
        }
    }

    private DevlxdReply answer(InstanceKey key, String method, String path) {
        try {
            return DevlxdApi.answer(instances.find(key), method, path);
        } catch (DaemonException failure) {
            return DevlxdReply.failure(500, "internal server error");
        }
    }

    private void close(InstanceKey key) throws IOException {
        ServerSocketChannel listener = sockets.remove(key);
        if (listener != null) {
            listener.close();
        }
        Files.deleteIfExists(folder.resolve(key.name()).resolve(SOCKET));
    }

    @Override
    public void remove(InstanceKey key) throws IOException {
        close(key);
        Files.deleteIfExists(folder.resolve(key.name()));
    }

    /** Stops answering; the folders stay for the next daemon. */
    @Override
    public void close() {
        for (ServerSocketChannel listener : sockets.values()) {
            try {
                listener.close();
            } catch (IOException failure) {
                LOG.debug("closing a socket: {}", failure.getMessage());
            }
        }
    }
}
