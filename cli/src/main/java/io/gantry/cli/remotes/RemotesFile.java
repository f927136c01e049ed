package io.gantry.cli.remotes;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.config.YamlInput;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.server.Remote;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code config.yml}: remotes, the default one, aliases. What else it holds, in the file and in each remote, stays as
 * it is. Used by one thread.
 */
final class RemotesFile {
    private static final String LOCAL = "local";
    private static final String IMAGES = "images";
    private static final Remote IMAGE_SERVER =
            new Remote("https://images.linuxcontainers.org:8443", "lxd", true, false, "", "");
    private static final Map<String, Remote> STATIC = Map.of(
            LOCAL,
            new Remote("unix://", "lxd", false, true, "", ""),
            "ubuntu",
            new Remote("https://cloud-images.ubuntu.com/releases", "simplestreams", true, true, "", ""),
            "ubuntu-daily",
            new Remote("https://cloud-images.ubuntu.com/daily", "simplestreams", true, true, "", ""));

    private final Path file;
    private final Map<String, Object> tree;

    /** What the file says of each remote, with fields that only other programs know. */
    private final Map<String, Map<String, Object>> entries = new TreeMap<>();

    private final Map<String, Remote> remotes = new TreeMap<>();

    private RemotesFile(Path file, Map<String, Object> tree) {
        this.file = file;
        this.tree = tree;
    }

    /** Reads the file; where there is none, what a new user has. */
    static RemotesFile read(Path file) throws IOException {
        var read = new RemotesFile(file, tree(file));
        read.load();
        return read;
    }

    private static Map<String, Object> tree(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            Map<String, @Nullable Object> plain = PlainYaml.read(text).orElse(null);
            return new LinkedHashMap<>(plain == null ? YamlInput.readTypedMap(text) : plain);
        } catch (NoSuchFileException e) {
            return new LinkedHashMap<>();
        } catch (CharacterCodingException e) {
            throw cannotUnderstand(file, "it is not text in UTF-8", e);
        } catch (CommandFailure e) {
            throw cannotUnderstand(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            if (Files.isDirectory(file)) {
                throw cannotUnderstand(file, "it is a directory", e);
            }
            throw e;
        }
    }

    private static CommandFailure cannotUnderstand(Path file, String reason, Exception cause) {
        return new CommandFailure("cannot understand " + file + ": " + reason + "; mend it or move it away", cause);
    }

    private void load() {
        if (tree.get("remotes") instanceof Map<?, ?> map) {
            map.forEach((name, entry) -> {
                if (entry instanceof Map<?, ?> fields) {
                    var copy = new LinkedHashMap<String, Object>();
                    fields.forEach((field, value) -> copy.put(field.toString(), value));
                    entries.put(name.toString(), copy);
                    remotes.put(name.toString(), remote(copy));
                }
            });
        } else {
            remotes.put(IMAGES, IMAGE_SERVER);
        }
        remotes.putAll(STATIC);
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

    /** All remotes by name, the built-in ones too. */
    Map<String, Remote> remotes() {
        return Collections.unmodifiableMap(remotes);
    }

    void put(String name, Remote remote) {
        remotes.put(name, remote);
    }

    void remove(String name) {
        remotes.remove(name);
        entries.remove(name);
    }

    void rename(String name, String newName) {
        Remote remote = remotes.remove(name);
        if (remote != null) {
            remotes.put(newName, remote);
        }
        Map<String, Object> entry = entries.remove(name);
        if (entry != null) {
            entries.put(newName, entry);
        }
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
        Map<String, Object> saved = new TreeMap<>(entries);
        remotes.forEach((name, remote) -> {
            if (!remote.isStatic()) {
                saved.put(name, fields(remote, entries.getOrDefault(name, Map.of())));
            }
        });
        var written = new LinkedHashMap<String, Object>();
        written.put("default-remote", defaultRemote());
        written.put("remotes", saved);
        tree.forEach(written::putIfAbsent);
        written.putIfAbsent("aliases", Map.of());
        replace(Yaml.write(written));
    }

    private void replace(String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        // Users keep their settings in version control and link to them.
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file;
        Path part = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Map<String, Object> fields(Remote remote, Map<String, Object> before) {
        var fields = new TreeMap<>(before);
        fields.put("addr", remote.address());
        set(fields, "auth_type", remote.authType());
        set(fields, "project", remote.project());
        fields.put("protocol", remote.protocol());
        fields.put("public", remote.isPublic());
        return fields;
    }

    private static void set(Map<String, Object> fields, String field, String value) {
        if (value.isEmpty()) {
            fields.remove(field);
        } else {
            fields.put(field, value);
        }
    }
}
