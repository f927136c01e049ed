package io.gantry.storage.btrfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Follows files with set-id bits through the differences that a stream brings. The kernel takes these bits from a file
 * that gets another owner, and a stream says nothing of a mode that is the same at both ends: what was lost by that is
 * known from the base, as far as the stream does not say otherwise. For one thread.
 */
final class SetIdFiles implements SendStreamReader.Listener {
    private final Bases bases;
    private final TreeMap<String, File> byName = new TreeMap<>();

    /** The subvolumes to which differences may come. */
    @FunctionalInterface
    interface Bases {
        /** The files with set-id bits in a base; none where it is not known. */
        List<SetIdFile> in(UUID base) throws IOException;
    }

    /**
     * A file as the sender has it.
     *
     * @param names ways below the subvolume, one character for each byte
     * @param mode with the set-id bits
     * @param isLost whether the bits are missing in what was received of it
     */
    record SetIdFile(List<String> names, int mode, boolean isLost) {
        SetIdFile {
            names = List.copyOf(names);
        }
    }

    private static final class File {
        private final int mode;
        private boolean isLost;

        File(int mode, boolean isLost) {
            this.mode = mode;
            this.isLost = isLost;
        }
    }

    SetIdFiles(Bases bases) {
        this.bases = bases;
    }

    /** The files whose bits are missing now. */
    List<SetIdFile> lost() {
        Map<File, List<String>> names = new LinkedHashMap<>();
        byName.forEach((name, file) -> {
            if (file.isLost) {
                names.computeIfAbsent(file, _ -> new ArrayList<>()).add(name);
            }
        });
        return names.entrySet().stream()
                .map(entry -> new SetIdFile(entry.getValue(), entry.getKey().mode, true))
                .toList();
    }

    @Override
    public void differsFrom(UUID base) throws IOException {
        for (SetIdFile known : bases.in(base)) {
            var file = new File(known.mode(), known.isLost());
            known.names().forEach(name -> byName.put(name, file));
        }
    }

    @Override
    public void renamed(String from, String to) {
        File file = byName.remove(from);
        if (file != null) {
            byName.put(to, file);
        }
        // '0' follows '/': these are all names below the directory.
        Map<String, File> below = byName.subMap(from + "/", from + "0");
        var moved = new HashMap<>(below);
        below.clear();
        moved.forEach((name, inside) -> byName.put(to + name.substring(from.length()), inside));
    }

    @Override
    public void linked(String existing, String added) {
        File file = byName.get(existing);
        if (file != null) {
            byName.put(added, file);
        }
    }

    @Override
    public void unlinked(String name) {
        byName.remove(name);
    }

    @Override
    public void ownerChanged(String name) {
        File file = byName.get(name);
        if (file != null) {
            file.isLost = true;
        }
    }

    @Override
    public void modeChanged(String name) {
        File file = byName.get(name);
        if (file != null) {
            // The stream has said what its mode is.
            Set<String> names = new HashSet<>();
            byName.forEach((other, same) -> {
                if (same == file) {
                    names.add(other);
                }
            });
            byName.keySet().removeAll(names);
        }
    }
}
