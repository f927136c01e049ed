package io.gantry.daemon.network;

import io.gantry.daemon.instance.NetworkMember;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What dnsmasq is told of its clients: a file for each interface, with the name that its MAC address has, as LXD lays
 * them out. dnsmasq reads them when it starts, and when it is told to.
 */
final class StaticHosts {
    private final Path folder;

    StaticHosts(Path folder) {
        this.folder = folder;
    }

    /** @return whether that is news */
    boolean put(NetworkMember member) throws IOException {
        String line = member.address() + "," + member.instance().name() + "\n";
        Path file = file(member);
        if (Files.exists(file) && Files.readString(file).equals(line)) {
            return false;
        }
        Files.createDirectories(folder);
        Files.writeString(file, line);
        return true;
    }

    /** @return whether there was one */
    boolean remove(NetworkMember member) throws IOException {
        return Files.deleteIfExists(file(member));
    }

    void removeAll() throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Names of devices may have slashes, and dashes stand for them. */
    private Path file(NetworkMember member) {
        String device = member.device().replace("-", "--").replace("/", "-");
        return folder.resolve(member.instance().name() + "." + device);
    }
}
