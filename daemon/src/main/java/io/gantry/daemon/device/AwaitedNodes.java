package io.gantry.daemon.device;

import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.HostNodes;
import io.gantry.daemon.instance.InstanceKey;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Device nodes that running containers get when the host has them, and lose when it does not ({@code required=false}).
 * The folders in which they appear are watched. Safe for use by many threads: what is awaited changes only together with
 * what is plugged in.
 */
final class AwaitedNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitedNodes.class);

    private final DeviceHost host;
    private final Plug plug;
    private final Map<Place, Device> awaited = new HashMap<>();
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private @Nullable WatchService watcher;
    private boolean isClosed;

    /** A device of a container. */
    private record Place(InstanceKey instance, String device) {}

    /** Brings nodes into running containers, and takes them away. */
    interface Plug {
        void in(InstanceKey instance, Device device);

        void out(InstanceKey instance, Device device);
    }

    AwaitedNodes(DeviceHost host, Plug plug) {
        this.host = host;
        this.plug = plug;
    }

    /** The container has the device from now on whenever the host has it. */
    synchronized void await(InstanceKey instance, Device device) {
        awaited.put(new Place(instance, device.name()), device);
        watch();
        follow(instance, device);
    }

    /** Takes the device away, if it is there, and brings it no more. */
    synchronized void end(InstanceKey instance, Device device) {
        awaited.remove(new Place(instance, device.name()));
        if (Files.exists(ready(instance, device))) {
            plug.out(instance, device);
        }
        watch();
    }

    /** The container has ended, and what it had is gone. */
    synchronized void forget(InstanceKey instance) {
        if (awaited.keySet().removeIf(place -> place.instance().equals(instance))) {
            watch();
        }
    }

    private void follow(InstanceKey instance, Device device) {
        Path ready = ready(instance, device);
        Optional<HostNodes.DeviceNumber> there = device.follows().flatMap(host.nodes()::number);
        if (there.equals(host.nodes().number(ready))) {
            return;
        }
        if (Files.exists(ready)) {
            plug.out(instance, device);
        }
        if (there.isPresent()) {
            plug.in(instance, device);
        }
    }

    /** Where the node that the container has was made ready; nothing is there where it has none. */
    private Path ready(InstanceKey instance, Device device) {
        return host.paths().ready(instance.name(), device.name());
    }

    private void followAll() {
        watch();
        Map.copyOf(awaited).forEach((place, device) -> {
            try {
                follow(place.instance(), device);
            } catch (RuntimeException e) {
                LOG.warn("device {} of instance {} cannot follow the host's", place.device(), place.instance(), e);
            }
        });
    }

    /** Watches just the folders in which something awaited may appear or vanish. */
    private void watch() {
        if (isClosed || (awaited.isEmpty() && watched.isEmpty())) {
            return;
        }
        try {
            WatchService service = watcher == null ? begin() : watcher;
            // A folder that is made meanwhile is nearer than the one that was found.
            for (Set<Path> wanted = folders(); !wanted.equals(watched.keySet()); wanted = folders()) {
                for (Path folder : Set.copyOf(watched.keySet())) {
                    if (!wanted.contains(folder)) {
                        Objects.requireNonNull(watched.remove(folder)).cancel();
                    }
                }
                for (Path folder : wanted) {
                    if (!watched.containsKey(folder)) {
                        watched.put(
                                folder,
                                folder.register(
                                        service,
                                        StandardWatchEventKinds.ENTRY_CREATE,
                                        StandardWatchEventKinds.ENTRY_DELETE));
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("devices that appear on the host are not seen: {}", e.toString());
        }
    }

    private Set<Path> folders() {
        var folders = new HashSet<Path>();
        for (Device device : awaited.values()) {
            Path folder = device.follows().map(Path::getParent).orElse(null);
            while (folder != null && !Files.isDirectory(folder)) {
                folder = folder.getParent();
            }
            if (folder != null) {
                folders.add(folder);
            }
        }
        return folders;
    }

    private WatchService begin() throws IOException {
        WatchService service = FileSystems.getDefault().newWatchService();
        watcher = service;
        Thread.ofPlatform().daemon().name("awaited-nodes").start(() -> attend(service));
        return service;
    }

    private void attend(WatchService service) {
        try {
            while (true) {
                WatchKey key = service.take();
                key.pollEvents();
                synchronized (this) {
                    if (!key.reset()) {
                        // The folder is gone, and what is above it is to be watched.
                        watched.values().remove(key);
                    }
                    followAll();
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("devices of the host are no longer watched");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Watches no more; what is plugged in stays. */
    @Override
    public synchronized void close() {
        isClosed = true;
        WatchService service = watcher;
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                LOG.debug("cannot end watching", e);
            }
        }
    }
}
