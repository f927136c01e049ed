package io.gantry.daemon.device;

import io.gantry.daemon.config.Config;
import io.gantry.daemon.config.DeviceKeys.UnixNode;
import io.gantry.daemon.device.host.BindMount;
import io.gantry.daemon.device.host.DeviceHost;
import io.gantry.daemon.device.host.HostNodes;
import io.gantry.daemon.device.host.ReadyPlaces;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.storage.idmap.IdKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A device node in a container: one of the host's, or one with a number of its own. */
sealed interface UnixDevice extends Device permits UnixChar, UnixBlock {
    /**
     * What the node is like.
     *
     * @param source the host's node
     * @param target relative to the container's root
     * @param number empty where it is the source's
     * @param uid inside, as is the gid
     */
    record Node(
            Path source,
            String target,
            Optional<HostNodes.DeviceNumber> number,
            boolean isOptional,
            long uid,
            long gid,
            int mode) {
        static void checkForm(Config description) {
            String source = description.isSet(UnixNode.SOURCE)
                    ? description.text(UnixNode.SOURCE)
                    : description.text(UnixNode.PATH);
            if (!source.startsWith("/")) {
                throw DaemonException.invalid("it has neither a source nor a path, which are absolute");
            }
        }

        static Node of(Map<String, String> values) {
            var config = new Config(values);
            String source = config.text(UnixNode.SOURCE);
            String path = config.text(UnixNode.PATH);
            return new Node(
                    Path.of(source.isEmpty() ? path : source),
                    BindMount.target(path.isEmpty() ? source : path),
                    config.find(UnixNode.MAJOR)
                            .flatMap(major ->
                                    config.find(UnixNode.MINOR).map(minor -> new HostNodes.DeviceNumber(major, minor))),
                    !config.get(UnixNode.REQUIRED),
                    config.get(UnixNode.UID),
                    config.get(UnixNode.GID),
                    config.get(UnixNode.MODE));
        }
    }

    Node node();

    boolean isCharacter();

    /** Nodes with numbers of their own need no source. */
    private Optional<HostNodes.DeviceNumber> number(DeviceHost host) {
        return node().number().or(() -> host.nodes().number(node().source()));
    }

    @Override
    default void check(DeviceOwner owner, DeviceHost host) {
        if (!node().isOptional() && number(host).isEmpty()) {
            throw DaemonException.invalid(
                    "Missing source path \"" + node().source() + "\": create it, or set required=false for the device");
        }
    }

    @Override
    default void prepare(DeviceOwner owner, DeviceHost host, StartPlan plan) throws IOException {
        Optional<HostNodes.DeviceNumber> number = number(host);
        if (number.isPresent()) {
            plan.undoBy("give back " + name(), () -> release(owner.key(), host));
            plan.mount(ready(owner, number.get(), host));
        }
    }

    @Override
    default void plug(DeviceOwner owner, long initPid, DeviceHost host) throws IOException {
        Optional<HostNodes.DeviceNumber> number = number(host);
        if (number.isEmpty()) {
            return;
        }
        try {
            host.containers().mount(owner.namespace(initPid), name(), ready(owner, number.get(), host));
        } catch (IOException | RuntimeException failure) {
            release(owner.key(), host);
            throw failure;
        }
    }

    private BindMount ready(DeviceOwner owner, HostNodes.DeviceNumber number, DeviceHost host) throws IOException {
        Path place = new ReadyPlaces(host).free(owner.container(), name());
        host.nodes()
                .make(
                        place,
                        new HostNodes.Node(
                                isCharacter(),
                                number,
                                owner.hostId(IdKind.USER, node().uid()),
                                owner.hostId(IdKind.GROUP, node().gid()),
                                node().mode()));
        return new BindMount(place, node().target(), false, false);
    }

    @Override
    default void unplug(DeviceOwner owner, long initPid, DeviceHost host) throws IOException {
        host.containers().unmount(owner.namespace(initPid), node().target());
        host.containers().removeFile(owner.namespace(initPid), node().target());
        release(owner.key(), host);
    }

    @Override
    default void release(InstanceKey instance, DeviceHost host) throws IOException {
        new ReadyPlaces(host).release(instance.name(), name());
    }

    @Override
    default Optional<Path> follows() {
        return node().isOptional() && node().number().isEmpty() ? Optional.of(node().source()) : Optional.empty();
    }
}
