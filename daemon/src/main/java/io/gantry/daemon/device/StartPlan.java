package io.gantry.daemon.device;

import io.gantry.daemon.device.host.BindMount;
import io.gantry.daemon.device.host.InterfaceName;
import io.gantry.system.rollback.Rollback;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a container is going to start with: gathered from its devices, one after the other. For one thread. */
public final class StartPlan {
    private final Path rootfs;
    private final Rollback undo;
    private final List<BindMount> mounts = new ArrayList<>();
    private final List<Interface> interfaces = new ArrayList<>();
    private Optional<Root> root = Optional.empty();

    /**
     * A container's root directory.
     *
     * @param isToBeShifted whether liblxc has to shift the owners
     */
    record Root(Path path, boolean isToBeShifted) {}

    private record Interface(InterfaceName link, InterfaceName inner) {}

    /**
     * @param rootfs in the instance's mounted volume
     * @param undo takes back what was made ready, where the container does not start
     */
    public StartPlan(Path rootfs, Rollback undo) {
        this.rootfs = rootfs;
        this.undo = undo;
    }

    Path rootfs() {
        return rootfs;
    }

    void undoBy(String description, Rollback.Undo step) {
        undo.add(description, step);
    }

    void root(Root chosen) {
        root = Optional.of(chosen);
    }

    void mount(BindMount mount) {
        mounts.add(mount);
    }

    /** Lets the container have an interface of the host, under another name. */
    void give(InterfaceName link, InterfaceName inner) {
        interfaces.add(new Interface(link, inner));
    }

    /** The lines by which liblxc gives all this to the container. */
    public List<String> lxcLines() {
        var lines = new ArrayList<String>();
        root.ifPresent(chosen -> {
            lines.add("lxc.rootfs.path = dir:" + chosen.path());
            if (chosen.isToBeShifted()) {
                lines.add("lxc.rootfs.options = idmap=container");
            }
        });
        // What lies within another one comes after it.
        mounts.stream().sorted(Comparator.comparing(BindMount::target)).forEach(mount -> lines.add(mount.lxcLine()));
        for (int number = 0; number < interfaces.size(); number++) {
            String prefix = "lxc.net." + number + ".";
            lines.add(prefix + "type = phys");
            lines.add(prefix + "link = " + interfaces.get(number).link());
            lines.add(prefix + "name = " + interfaces.get(number).inner());
            lines.add(prefix + "flags = up");
        }
        if (interfaces.isEmpty()) {
            lines.add("lxc.net.0.type = empty");
        }
        return lines;
    }

    /** The root directory that the container is going to have. */
    public Path rootPath() {
        return root.map(Root::path).orElse(rootfs);
    }
}
