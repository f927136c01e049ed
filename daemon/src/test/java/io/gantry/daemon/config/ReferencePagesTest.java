package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/reference} as the registry of keys says. {@code mvn -pl daemon -am test -Dtest=ReferencePagesTest
 * -Dgolden=write -Dsurefire.failIfNoSpecifiedTests=false} writes the pages anew.
 */
class ReferencePagesTest {
    private static final Path FOLDER = Path.of("../docs/reference");
    private static final String HOW =
            "These pages are written from the daemon's registry of keys (`io.gantry.daemon.config`); "
                    + "`ReferencePagesTest` says how.\n";

    @Test
    void thePagesSayWhatTheRegistrySays() throws IOException {
        Map<String, String> pages = pages();
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(FOLDER.resolve(page.getKey()))
                    .as("docs/reference/" + page.getKey() + ", which mvn -pl daemon -am test -Dtest=ReferencePagesTest "
                            + "-Dgolden=write -Dsurefire.failIfNoSpecifiedTests=false writes anew")
                    .hasContent(page.getValue());
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
    }

    private static Map<String, String> pages() {
        var pages = new TreeMap<String, String>();
        pages.put("instances.md", page("Keys of instances and profiles", List.of(InstanceKeys.ALL)));
        pages.put("devices.md", page("Keys of devices", of("device-")));
        pages.put("server.md", page("Keys of the server", List.of(ServerKeys.ALL)));
        pages.put("networks.md", page("Keys of networks", List.of(NetworkKeys.ALL)));
        pages.put("storage-pools.md", page("Keys of storage pools", of("storage-")));
        pages.put("README.md", index(pages));
        return pages;
    }

    private static List<KeySet> of(String entities) {
        return KeyRegistry.ALL.stream()
                .filter(keys -> keys.entity().startsWith(entities))
                .toList();
    }

    private static String index(Map<String, String> pages) {
        var text = new StringBuilder("# What can be configured\n\n" + HOW + "\n");
        pages.forEach((file, page) -> text.append("- [")
                .append(page.lines().findFirst().orElseThrow().substring(2))
                .append("](")
                .append(file)
                .append(")\n"));
        text.append("""

                Switches take `true`, `1`, `yes`, `on` and `false`, `0`, `no`, `off`, large or small. Sizes are bytes, or have a unit: `kB`, `MB`,
                `GB`, `TB`, `PB` and `KiB`, `MiB`, `GiB`, `TiB`, `PiB`. Rates are bits in a second: `kbit`, `Mbit`, `Gbit`, `Tbit` and `Kibit` to
                `Tibit`. An empty value unsets a key. Programs read all of this at `GET /1.0/metadata/configuration`.
                """);
        return text.toString();
    }

    private static String page(String title, List<KeySet> sets) {
        var text = new StringBuilder("# " + title + "\n\n" + HOW);
        for (KeySet keys : sets) {
            if (sets.size() > 1) {
                text.append("\n## ")
                        .append(Character.toUpperCase(keys.subject().charAt(0)))
                        .append(keys.subject().substring(1))
                        .append("\n");
            }
            var groups = new TreeMap<String, List<ConfigKey<?>>>();
            keys.all()
                    .forEach(key -> groups.computeIfAbsent(key.group(), _ -> new ArrayList<>())
                            .add(key));
            groups.forEach((group, members) -> {
                if (groups.size() > 1) {
                    text.append("\n## ").append(group).append("\n");
                }
                text.append("\n| Key | Takes | Default | A change counts | |\n|---|---|---|---|---|\n");
                members.forEach(key -> text.append(row(key)));
            });
        }
        return text.toString();
    }

    private static String row(ConfigKey<?> key) {
        String since = key.extension().isEmpty() ? "" : " (API extension `" + key.extension() + "`)";
        String profiles = key.scopes().equals(Set.of(Scope.INSTANCE)) ? " Not in profiles." : "";
        String effect = switch (key.effect()) {
            case LIVE -> "at once";
            case NEXT_START -> "at the next start";
            case NEVER -> "never";
        };
        return "| `%s` | %s | %s | %s | %s%s%s |\n"
                .formatted(key.name(), key.takes(), key.defaultWords(), effect, key.description(), profiles, since);
    }
}
