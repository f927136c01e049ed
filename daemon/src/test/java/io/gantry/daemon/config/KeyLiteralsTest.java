package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Adding a key touches the registry and its reader: no text of the daemon's own code is the name of a key. */
class KeyLiteralsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Set<String> REGISTRY = Set.of(
            "DeviceKeys.java",
            "InstanceKeys.java",
            "NetworkKeys.java",
            "PoolKeys.java",
            "ServerKeys.java",
            "VolatileKeys.java");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** Where other programs' JSON and YAML is read. */
    private static final Set<String> OF_OTHERS = Set.of("LinkState.java", "BtrfsHeader.java");

    /** Such words stand for much else, so that they count where a configuration is asked for them. */
    private static final Pattern ASKED =
            Pattern.compile("(?:getOrDefault|containsKey|\\.get|putIfAbsent|computeIfAbsent)\\(\\s*\"([a-z_]+)\"");

    /** What JSON and intents are asked for in the same words. */
    private static final Set<String> OTHERS_WORDS = Set.of("name", "type", "size", "source", "network", "path", "pool");

    @Test
    void noKeyIsNamedOutsideTheRegistry() throws IOException {
        var found = new ArrayList<String>();
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                String file = source.getFileName().toString();
                if (!REGISTRY.contains(file) && !OF_OTHERS.contains(file)) {
                    keysIn(Files.readString(source))
                            .forEach(key -> found.add(SOURCES.relativize(source) + " names " + key));
                }
            }
        }
        assertThat(found)
                .as("texts that are keys: name them by their constants in " + REGISTRY)
                .isEmpty();
    }

    @Test
    void whatIsAKeyIsFound() {
        assertThat(keysIn("x.get(\"limits.memory\") + \"volatile.\" + name + \".hwaddr\""))
                .containsExactly("limits.memory", "volatile.");
        assertThat(keysIn("key.startsWith(\"environment.\")")).containsExactly("environment.");
        assertThat(keysIn("device.getOrDefault(\"hwaddr\", \"\")")).containsExactly("hwaddr");
        assertThat(keysIn("throw invalid(\"limits.memory is too low\"); links.put(\"mtu\", 1)"))
                .isEmpty();
    }

    private static List<String> keysIn(String source) {
        var dotted = Stream.concat(
                        KeyRegistry.ALL.stream()
                                .flatMap(keys -> keys.all().stream())
                                .map(ConfigKey::name)
                                .map(KeyLiteralsTest::fixedPart)
                                .filter(name -> name.indexOf('.') > 0),
                        Stream.of("volatile.idmap.", "image.requirements.", "limits.", "cloud-init."))
                .collect(Collectors.toSet());
        var words = KeyRegistry.ALL.stream()
                .flatMap(keys -> keys.all().stream())
                .map(ConfigKey::name)
                .filter(name -> name.indexOf('.') < 0 && !OTHERS_WORDS.contains(name))
                .collect(Collectors.toSet());
        var found = new ArrayList<String>();
        Matcher literal = LITERAL.matcher(source);
        while (literal.find()) {
            String text = literal.group(1);
            if (dotted.contains(text)
                    || KeyRegistry.ALL.stream().anyMatch(keys -> isDotted(text) && isKey(keys, text))) {
                found.add(text);
            }
        }
        Matcher asked = ASKED.matcher(source);
        while (asked.find()) {
            if (words.contains(asked.group(1))) {
                found.add(asked.group(1));
            }
        }
        return found;
    }

    private static boolean isDotted(String text) {
        return text.matches("[a-z_]+(\\.[a-z_%-]+)+");
    }

    private static boolean isKey(KeySet keys, String text) {
        return keys.find(text).isPresent();
    }

    /** Of a family what its names begin with. */
    private static String fixedPart(String name) {
        return name.replaceAll("[*<].*", "");
    }
}
