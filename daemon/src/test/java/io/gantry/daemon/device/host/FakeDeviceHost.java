package io.gantry.daemon.device.host;

import io.gantry.daemon.config.value.BitRate;
import io.gantry.daemon.instance.InstanceNetworks;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.command.FakeCommandRunner;
import io.gantry.system.mount.FakeMounts;
import io.gantry.system.mount.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * A host whose interfaces, nodes and mounts are only remembered; folders and files are real ones below a directory. Needs
 * no root. All that happens is told to {@link Effects}, which may refuse it.
 */
public final class FakeDeviceHost {
    private final Path directory;
    private final Effects effects;
    private final FakeMounts mounts;
    private final Map<String, String> links = new ConcurrentSkipListMap<>();
    private final Set<String> inContainers = new ConcurrentSkipListSet<>();

    public FakeDeviceHost(Path directory, Effects effects) {
        this.directory = directory;
        this.effects = effects;
        this.mounts = new FakeMounts(effects::happen);
    }

    public DeviceHost host() {
        return new DeviceHost(
                new DevicePaths(directory),
                new Links(),
                new Nodes(),
                mounts,
                this::shift,
                new Inside(),
                new Networks());
    }

    /** An interface that the host has from the beginning. */
    public FakeDeviceHost withLink(String name) {
        links.put(name, "on the host");
        return this;
    }

    /** All interfaces and mounts, and all files below the directories of devices. */
    public List<String> state() {
        var state = new ArrayList<String>();
        links.forEach((name, place) -> state.add("link " + name + " " + place));
        for (Mount mount : mounts.list()) {
            state.add("mount " + mount.source() + " " + mount.target());
        }
        inContainers.forEach(mount -> state.add("inside " + mount));
        for (String folder : List.of("devices", "staging", "shmounts")) {
            try (Stream<Path> files =
                    Files.exists(directory.resolve(folder)) ? Files.walk(directory.resolve(folder)) : Stream.empty()) {
                files.filter(Files::isRegularFile).sorted().forEach(file -> state.add("file " + file));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return state;
    }

    private void shift(Path source, Path target, DiskIdmap onDisk, DiskIdmap inUse) {
        effects.happen("shift " + source.getFileName());
        mounts.bind(source, target);
    }

    private final class Networks implements InstanceNetworks {
        @Override
        public void join(NetworkMember member) {
            effects.happen("join " + member.network() + " " + member.address());
        }

        @Override
        public void leave(NetworkMember member) {
            effects.happen("leave " + member.network());
        }
    }

    private final class Links implements HostLinks {
        @Override
        public boolean exists(InterfaceName name) {
            return links.containsKey(name.text());
        }

        @Override
        public void addPair(InterfaceName host, String bridge, Link peer) {
            effects.happen("add pair " + host + " " + peer.name() + in(bridge) + of(peer));
            links.put(host.text(), "on the host" + in(bridge) + ", peer " + peer.name());
            links.put(peer.name().text(), "on the host");
        }

        @Override
        public void addPairInto(InterfaceName host, String bridge, Link peer, long initPid) {
            effects.happen("add pair " + host + " " + peer.name() + " of " + initPid + in(bridge) + of(peer));
            links.put(host.text(), "on the host" + in(bridge));
        }

        @Override
        public void addMacvlan(Link link, InterfaceName parent) {
            effects.happen("add macvlan " + link.name() + " of " + parent + of(link));
            links.put(link.name().text(), "on the host");
        }

        @Override
        public void give(InterfaceName name, long initPid, InterfaceName inner) {
            effects.happen("give " + name + " to " + initPid + " as " + inner);
            links.remove(name.text());
            links.put(initPid + ":" + inner, "in a container");
        }

        @Override
        public void takeBack(InterfaceName inner, long initPid, InterfaceName name) {
            if (links.containsKey(initPid + ":" + inner)) {
                effects.happen("take " + name + " back from " + initPid);
                links.remove(initPid + ":" + inner);
                links.put(name.text(), "on the host");
            }
        }

        @Override
        public void limit(InterfaceName host, BitRate ingress, BitRate egress) {
            effects.happen("limit " + host + " " + ingress.bitsPerSecond() + " " + egress.bitsPerSecond());
        }

        @Override
        public void remove(InterfaceName name) {
            if (links.containsKey(name.text())) {
                effects.happen("remove " + name);
                String place = links.remove(name.text());
                if (place.contains(", peer ")) {
                    links.remove(place.substring(place.indexOf(", peer ") + ", peer ".length()));
                }
            }
        }

        private static String in(String bridge) {
            return bridge.isEmpty() ? "" : " in " + bridge;
        }

        private static String of(Link link) {
            return (link.address().isChosen() ? " address " + link.address() : "")
                    + (link.mtu().isEmpty() ? "" : " mtu " + link.mtu());
        }
    }

    /** What is made is a plain file that says what it stands for. */
    private final class Nodes implements HostNodes {
        private final HostNodes real = new KernelNodes(new FakeCommandRunner());

        @Override
        public Optional<DeviceNumber> number(Path node) {
            try {
                if (Files.isRegularFile(node)) {
                    List<String> parts = List.of(Files.readString(node).split(":", -1));
                    return Optional.of(new DeviceNumber(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1))));
                }
                return real.number(node);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void make(Path place, Node node) throws IOException {
            effects.happen("make node %s %s %d:%d of %d:%d, mode %o"
                    .formatted(
                            place.getFileName(),
                            node.isCharacter() ? "c" : "b",
                            node.number().major(),
                            node.number().minor(),
                            node.uid(),
                            node.gid(),
                            node.mode()));
            Files.writeString(place, node.number().major() + ":" + node.number().minor());
        }

        @Override
        public void give(Path path, long uid) {
            effects.happen("give " + path.getFileName() + " to " + uid);
        }
    }

    private final class Inside implements ContainerMounts {
        @Override
        public void mount(ContainerNamespace container, String device, BindMount mount) {
            effects.happen("mount " + mount.source().getFileName() + " in " + container.name() + " at " + mount.target()
                    + (mount.isReadOnly() ? " read-only" : ""));
            inContainers.add(container.name() + " /" + mount.target());
        }

        @Override
        public void unmount(ContainerNamespace container, String target) {
            if (inContainers.contains(container.name() + " /" + target)) {
                effects.happen("unmount in " + container.name() + " at " + target);
                inContainers.remove(container.name() + " /" + target);
            }
        }

        @Override
        public void removeFile(ContainerNamespace container, String target) {
            effects.happen("remove in " + container.name() + " " + target);
        }
    }
}
