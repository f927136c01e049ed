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
 * it is, but for comments. Used by one thread.
 */
final class RemotesFile {
    private static final String LOCAL = "local";
    private static final String IMAGES = "images";
    private static final Remote IMAGE_SERVER =
            Remote.ofUser("https://images.linuxcontainers.org:8443", "lxd", true, "");
    private static final Map<String, Remote> STATIC = Map.of(
            LOCAL,
            Remote.ofUser("unix://", "", false, "").by(Remote.Origin.STATIC),
            "ubuntu",
            Remote.ofUser("https://cloud-images.ubuntu.com/releases", "simplestreams", true, "")
                    .by(Remote.Origin.STATIC),
            "ubuntu-daily",
            Remote.ofUser("https://cloud-images.ubuntu.com/daily", "simplestreams", true, "")
                    .by(Remote.Origin.STATIC));

    private final Path file;
    private final Map<String, Object> tree;

    /** What the file says of each remote, with fields that only other programs know. */
    private final Map<String, Map<String, Object>> entries = new TreeMap<>();

    private final Map<String, Remote> remotes = new TreeMap<>();

    private RemotesFile(Path file, Map<String, Object> tree) {
        this.file = file;
        this.tree = tree;
    }

    /**
     * Reads the user's file; where there is none, what a new user has. Remotes that only the administrator's file has
     * are there too, and are not written.
     *
     * @param global the administrator's file
     */
    static RemotesFile read(Path file, Path global) throws IOException {
        var read = new RemotesFile(file, tree(file));
        read.load();
        read.addGlobal(global);
        return read;
    }

    private void addGlobal(Path global) throws IOException {
        entries(tree(global), global)
                .forEach((name, fields) ->
                        remotes.putIfAbsent(name, remote(fields, "").by(Remote.Origin.GLOBAL)));
    }

    private static Map<String, Object> tree(Path file) throws IOException {
        try {
            String text = YamlInput.withoutMark(Files.readString(file));
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
        return new CommandFailure(complaint(file, reason), cause);
    }

    private static CommandFailure cannotUnderstand(Path file, String reason) {
        return new CommandFailure(complaint(file, reason));
    }

    private static String complaint(Path file, String reason) {
        return "cannot understand " + file + ": " + reason + "; mend it or move it away";
    }

    private void load() {
        if (tree.get("remotes") == null) {
            remotes.put(IMAGES, IMAGE_SERVER);
        }
        entries.putAll(entries(tree, file));
        entries.forEach((name, fields) -> remotes.put(name, remote(fields, "tls")));
        STATIC.forEach((name, remote) ->
                remotes.put(name, remote.inProject(text(entries.getOrDefault(name, Map.of()), "project"))));
        requireMap("aliases", tree, file);
    }

    /** What a file says of each remote; a remote of which it says nothing has no fields. */
    private static Map<String, Map<String, Object>> entries(Map<String, Object> tree, Path file) {
        var entries = new TreeMap<String, Map<String, Object>>();
        requireMap("remotes", tree, file).forEach((name, entry) -> {
            var fields = new LinkedHashMap<String, Object>();
            if (entry instanceof Map<?, ?> map) {
                map.forEach((field, value) -> fields.put(String.valueOf(field), value));
            } else if (entry != null) {
                throw cannotUnderstand(file, "the remote " + name + " is no map of keys and values");
            }
            entries.put(String.valueOf(name), fields);
        });
        return entries;
    }

    private static Map<?, ?> requireMap(String key, Map<String, Object> tree, Path file) {
        return switch (tree.get(key)) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            default -> throw cannotUnderstand(file, key + " is no map of names and what they stand for");
        };
    }

    /** @param usualAuthType of a private server of which the file names none */
    private static Remote remote(Map<?, ?> fields, String usualAuthType) {
        boolean isPublic = YamlInput.isTrue(fields.get("public"));
        String authType = text(fields, "auth_type");
        return new Remote(
                text(fields, "addr"),
                text(fields, "protocol"),
                isPublic,
                Remote.Origin.USER,
                authType.isEmpty() && !isPublic ? usualAuthType : authType,
                text(fields, "domain"),
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

    /** Takes a remote away; where it was the default one, the local one is. */
    void remove(String name) {
        remotes.remove(name);
        entries.remove(name);
        if (defaultRemote().equals(name)) {
            setDefaultRemote(LOCAL);
        }
    }

    /** Gives a remote another name; where it is the default one, it stays that. */
    void rename(String name, String newName) {
        if (defaultRemote().equals(name)) {
            setDefaultRemote(newName);
        }
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
            if (remote.origin() == Remote.Origin.USER) {
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
        set(fields, "domain", remote.domain());
        set(fields, "project", remote.project());
        set(fields, "protocol", remote.protocol());
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
