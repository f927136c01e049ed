package io.gantry.daemon.device.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Where nodes, and disks with other owners, are made ready: one place for each device in a folder of its container's. */
public record ReadyPlaces(DeviceHost host) {
    /** A free place; what an earlier container left there is released. */
    public Path free(String container, String device) throws IOException {
        release(container, device);
        // The container's own user mounts from here.
        Files.createDirectories(
                host.paths().container(container),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        return host.paths().ready(container, device);
    }

    public void release(String container, String device) throws IOException {
        release(host.paths().ready(container, device));
    }

    private void release(Path place) throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            host.mounts().unmountLazily(place);
            Files.deleteIfExists(place);
        }
    }

    /** Gives back all places of a container, also those of devices that it no longer has. */
    public void releaseAll(String container) throws IOException {
        Path folder = host.paths().container(container);
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> places = Files.list(folder)) {
            for (Path place : places.toList()) {
                release(place);
            }
        }
        Files.deleteIfExists(folder);
    }
}
