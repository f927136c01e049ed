package io.gantry.daemon.hardware;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Makes the files of a listing below a folder: {@code path = text} and {@code path -> link}. */
final class RecordedTree {
    private RecordedTree() {}

    static Path unpack(String name, Path folder) throws IOException {
        try (var listing = Objects.requireNonNull(RecordedTree.class.getResourceAsStream("/hardware/" + name))) {
            String lines = new String(listing.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : lines.split("\n", -1)) {
                int space = line.indexOf(' ');
                if (line.startsWith("/")) {
                    Path file = folder.resolve(line.substring(1, space));
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    if (line.startsWith(" -> ", space)) {
                        Files.createSymbolicLink(file, Path.of(line.substring(space + 4)));
                    } else {
                        Files.writeString(file, line.substring(space + 3).translateEscapes() + "\n");
                    }
                }
            }
        }
        return folder;
    }
}
