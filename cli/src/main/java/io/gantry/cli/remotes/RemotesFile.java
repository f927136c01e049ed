package io.gantry.cli.remotes;

import io.gantry.cli.config.YamlInput;
import io.gantry.cli.output.Yaml;
import io.gantry.cli.server.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code config.yml}: remotes, the default one, aliases. What it holds beside these stays as it is. Used by one thread.
 */
final class RemotesFile {
    private static final String LOCAL = "local";
    private static final Map<String, Remote> BUILT_IN = Map.of(
            LOCAL,
            new Remote("unix://", "lxd", false, true, "", ""),
            "images",
            new Remote("https://images.linuxcontainers.org", "simplestreams", true, false, "", ""),
            "ubuntu",
            new Remote("https://cloud-images.ubuntu.com/releases", "simplestreams", true, true, "", ""),
            "ubuntu-daily",
            new Remote("https://cloud-images.ubuntu.com/daily", "simplestreams", true, true, "", ""));

    private final Path file;
    private final Map<String, Object> tree;
    private final Map<String, Remote> remotes = new TreeMap<>();

    private RemotesFile(Path file, Map<String, Object> tree) {
        this.file = file;
        this.tree = tree;
    }

    /** Reads the file; where there is none, what a new user has. */
    static RemotesFile read(Path file) throws IOException {
        Map<String, Object> tree;
        try {
            tree = new LinkedHashMap<>(YamlInput.readMap(Files.readString(file)));
        } catch (NoSuchFileException e) {
            tree = new LinkedHashMap<>();
        } catch (RuntimeException e) {
            throw new IOException("cannot understand " + file + ": " + e.getMessage() + "; mend it or move it away", e);
        }
        var read = new RemotesFile(file, tree);
        read.load();
        return read;
    }

    private void load() {
        if (tree.get("remotes") instanceof Map<?, ?> entries) {
            entries.forEach((name, entry) -> {
                if (entry instanceof Map<?, ?> fields) {
                    remotes.put(name.toString(), remote(fields));
                }
            });
        } else {
            remotes.put("images", BUILT_IN.getOrDefault("images", remote(Map.of())));
        }
        BUILT_IN.forEach((name, remote) -> {
            if (remote.isStatic()) {
                remotes.put(name, remote);
            }
        });
    }

    private static Remote remote(Map<?, ?> fields) {
        String protocol = text(fields, "protocol");
        return new Remote(
                text(fields, "addr"),
                protocol.isEmpty() ? "lxd" : protocol,
                "true".equals(text(fields, "public")),
                false,
                text(fields, "auth_type"),
                text(fields, "project"));
    }

    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    Map<String, Remote> remotes() {
        return remotes;
    }

    String defaultRemote() {
        String name = text(tree, "default-remote");
        return name.isEmpty() ? LOCAL : name;
    }

    void setDefaultRemote(String name) {
        tree.put("default-remote", name);
    }

    Map<String, String> aliases() {
        return YamlInput.strings(tree.get("aliases"));
    }

    void setAliases(Map<String, String> aliases) {
        tree.put("aliases", new TreeMap<>(aliases));
    }

    /** Writes the file; a crash leaves the old one. */
    void save() throws IOException {
        Map<String, Object> entries = new TreeMap<>();
        remotes.forEach((name, remote) -> {
            if (!remote.isStatic()) {
                entries.put(name, fields(remote));
            }
        });
        var written = new LinkedHashMap<String, Object>();
        written.put("default-remote", defaultRemote());
        written.put("remotes", entries);
        tree.forEach(written::putIfAbsent);
        written.putIfAbsent("aliases", Map.of());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, Yaml.write(written));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, Object> fields(Remote remote) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("addr", remote.address());
        if (!remote.authType().isEmpty()) {
            fields.put("auth_type", remote.authType());
        }
        if (!remote.project().isEmpty()) {
            fields.put("project", remote.project());
        }
        fields.put("protocol", remote.protocol());
        fields.put("public", remote.isPublic());
        return fields;
    }
}
