package io.gantry.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The client knows what it wants of a server; where that stands in the API is known to the SDK alone. */
class NoPathsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/gantry/cli");

    /** {@code lxc query} takes the user's path. */
    private static final Path OF_USERS = SOURCES.resolve("query/Query.java");

    private static final Pattern PATHS = Pattern.compile(
            "/1\\.0|ApiPath|\\.(exchange|versioned)\\(|server\\.(get|list|tree|trees|send|start|websocket)\\(");

    @Test
    void noCommandNamesAPathOfTheApi() throws IOException {
        var found = new ArrayList<String>();
        for (Path source : sources()) {
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                if (PATHS.matcher(lines.get(i)).find() && !lines.get(i).startsWith("import ")) {
                    found.add(source + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.equals(OF_USERS))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(100);
            return sources;
        }
    }
}
