package io.gantry.storage.tree;

import io.gantry.storage.MountedVolume;
import java.nio.file.Path;

/** A volume that is reachable as long as its pool is. */
public record PlainMount(Path path) implements MountedVolume {
    @Override
    public void close() {}
}
