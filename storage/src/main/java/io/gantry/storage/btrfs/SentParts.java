package io.gantry.storage.btrfs;

import io.gantry.storage.VolumePart;
import io.gantry.system.nativecall.BtrfsCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says what a tree of subvolumes consists of, in the words of a transfer. */
final class SentParts {
    private SentParts() {}

    static List<VolumePart> of(SubvolumeTree tree, boolean isReadOnly, List<SubvolumeTree.Nested> nested) {
        List<VolumePart> parts = new ArrayList<>();
        parts.add(new VolumePart(VolumePart.ROOT, isReadOnly, identity(tree.root())));
        for (SubvolumeTree.Nested inner : nested) {
            parts.add(new VolumePart(
                    "/" + inner.path(), inner.isReadOnly(), identity(tree.root().resolve(inner.path()))));
        }
        return List.copyOf(parts);
    }

    /** What btrfs calls the subvolume in a stream: something that was received keeps the name of its origin. */
    private static String identity(Path subvolume) {
        BtrfsCalls.Subvolume about = BtrfsCalls.subvolume(subvolume);
        return about.receivedUuid().orElse(about.uuid()).toString();
    }
}
