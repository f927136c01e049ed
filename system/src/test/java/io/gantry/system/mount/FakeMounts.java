package io.gantry.system.mount;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Mounts that are only remembered. What is bound is no more than a line of the list: no content appears. */
public final class FakeMounts implements Mounts {
    private final List<Mount> mounts = new ArrayList<>();
    private final Consumer<String> effects;

    public FakeMounts() {
        this(_ -> {});
    }

    /** @param effects hears of each effect before it happens, such as {@code bind /a /b}, and may throw to refuse it */
    public FakeMounts(Consumer<String> effects) {
        this.effects = effects;
    }

    @Override
    public synchronized List<Mount> list() {
        return List.copyOf(mounts);
    }

    @Override
    public synchronized Optional<Mount> at(Path target) {
        return mounts.stream().filter(mount -> mount.target().equals(target)).reduce((_, last) -> last);
    }

    @Override
    public Mount containing(Path path) {
        return new Mount(1, Path.of("/"), Path.of("/"), Set.of("rw"), false, "ext4", "/dev/root", Set.of());
    }

    @Override
    public void mountDevice(Path device, Path target, String fileSystem, List<String> options) {
        add("mount " + device + " " + target, device.toString(), target, Set.copyOf(options));
    }

    @Override
    public void remount(Path target, List<String> options) {
        effects.accept("remount " + target);
    }

    @Override
    public void mountTmpfs(Path target, String data) {
        add("mount tmpfs " + target, "tmpfs", target, Set.of("rw"));
    }

    @Override
    public void bind(Path source, Path target) {
        add("bind " + source + " " + target, source.toString(), target, Set.of("rw"));
    }

    @Override
    public void bindRecursively(Path source, Path target) {
        add("bind recursively " + source + " " + target, source.toString(), target, Set.of("rw"));
    }

    @Override
    public void bindReadOnly(Path source, Path target) {
        add("bind read-only " + source + " " + target, source.toString(), target, Set.of("ro"));
    }

    @Override
    public void makeReadOnly(Path target) {
        effects.accept("make read-only " + target);
    }

    @Override
    public void makeShared(Path target) {
        effects.accept("make shared " + target);
    }

    @Override
    public void makePrivate(Path target) {
        effects.accept("make private " + target);
    }

    @Override
    public void unmount(Path target) {
        unmountLazily(target);
    }

    @Override
    public synchronized void unmountLazily(Path target) {
        if (at(target).isPresent()) {
            effects.accept("unmount " + target);
            at(target).ifPresent(mounts::remove);
        }
    }

    private synchronized void add(String effect, String source, Path target, Set<String> options) {
        effects.accept(effect);
        mounts.add(new Mount(mounts.size() + 2, Path.of("/"), target, options, false, "ext4", source, Set.of()));
    }
}
