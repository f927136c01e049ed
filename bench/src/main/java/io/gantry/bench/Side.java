package io.gantry.bench;

import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.Host;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of the two that are compared: its client, and its daemons on two hosts, each with a btrfs pool
 * {@code pool} and a dir pool {@code plain}. On the first host {@code running} runs, {@code large} holds 200 MB
 * on btrfs, {@code large-plain} on dir, and 20 more containers are there to be listed.
 */
final class Side implements AutoCloseable {
    static final int LARGE_MEGABYTES = 200;

    private final String name;
    private final TwoHosts hosts = new TwoHosts();
    private final Daemon daemon;
    private final Daemon peer;
    private final Client client;
    private final Path image;
    private final Path largeFile;
    private final AtomicInteger numbers = new AtomicInteger();

    static Side ofGantry() {
        return new Side("Gantry");
    }

    static Side ofDebian() {
        return new Side("LXD 5.0.2");
    }

    private Side(String name) {
        this.name = name;
        try {
            daemon = start(hosts.first());
            peer = start(hosts.second());
            client = clientOn(hosts.first());
            Client onPeer = clientOn(hosts.second());
            for (Client each : new Client[] {client, onPeer}) {
                each.lxc("storage", "create", "pool", "btrfs", "size=8GiB");
                each.lxc("storage", "create", "plain", "dir");
                each.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
                each.lxc("config", "set", "core.trust_password", "secret");
            }
            client.lxc("config", "set", "core.https_address", hosts.first().address() + ":8443");
            onPeer.lxc("config", "set", "core.https_address", hosts.second().address() + ":8443");
            client.lxc(
                    "remote", "add", "foo", hosts.second().address(), "--accept-certificate", "--password", "secret");
            image = BusyboxImage.writeTo(hosts.scratch().folder());
            client.lxc("image", "import", image.toString(), "--alias", "bb");
            largeFile = hosts.scratch().folder().resolve("large");
            Command.of("sh", "-c", "head -c " + LARGE_MEGABYTES + "M /dev/urandom > \"$0\"", largeFile.toString())
                    .output();
            client.lxc("launch", "bb", "running");
            client.lxc("init", "bb", "large");
            client.lxc("init", "bb", "large-plain", "--storage", "plain");
            ContainerTree.change(daemon, "pool", "large", "cp '" + largeFile + "' root/large");
            ContainerTree.change(daemon, "plain", "large-plain", "cp '" + largeFile + "' root/large");
            for (int i = 0; i < 20; i++) {
                client.lxc("init", "bb", "listed" + i);
            }
        } catch (RuntimeException | Error e) {
            hosts.close();
            throw e;
        }
    }

    private boolean isOurs() {
        return name.equals("Gantry");
    }

    private Daemon start(Host host) {
        return isOurs() ? host.startGantry() : host.startDebianLxd();
    }

    private Client clientOn(Host host) {
        return isOurs() ? host.client() : host.debianClientOfDebianLxd();
    }

    String name() {
        return name;
    }

    Client client() {
        return client;
    }

    Daemon daemon() {
        return daemon;
    }

    Path image() {
        return image;
    }

    Path largeFile() {
        return largeFile;
    }

    /** A name that no container has had. */
    String freshName() {
        return "n" + numbers.incrementAndGet();
    }

    /** A folder in which nothing is yet. */
    Path freshFolder() {
        return hosts.scratch().folder("fresh" + numbers.incrementAndGet());
    }

    /** The program of the daemon, to be started on a directory of its own. */
    Command daemonOn(Path lxdDir) {
        return (isOurs()
                        ? Command.of(
                                io.gantry.e2e.fixture.Project.program("lxd").toString())
                        : Command.of("/usr/bin/lxd"))
                .inNamespace(hosts.first().namespace())
                .environment("LXD_DIR", lxdDir.toString());
    }

    /** Resident memory of the daemon in bytes, shared pages counted in proportion. */
    long memory() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(daemon.pid()), "smaps_rollup")).stream()
                            .filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            daemon.close();
        } finally {
            try {
                peer.close();
            } finally {
                hosts.close();
            }
        }
    }
}
