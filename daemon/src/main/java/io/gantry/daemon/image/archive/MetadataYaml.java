package io.gantry.daemon.image.archive;

import io.gantry.api.ImageMetadata;
import io.gantry.api.ImageTemplate;
import io.gantry.api.yaml.MalformedYamlException;
import io.gantry.api.yaml.WrittenYaml;
import io.gantry.daemon.failure.DaemonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The text of {@code metadata.yaml}. */
public final class MetadataYaml {
    /** The name of the file in images and instance volumes. */
    public static final String FILE = "metadata.yaml";

    /** Longer ones are refused, in bytes. */
    static final int LIMIT = 1 << 20;

    private MetadataYaml() {}

    /**
     * Reads the metadata of an image or instance volume; empty where it has none. The file comes out of an archive
     * of unknown origin: a link is not followed.
     *
     * @throws DaemonException INVALID_REQUEST where the file is not what it should be
     */
    public static Optional<ImageMetadata> readFrom(Path volume) {
        Path file = volume.resolve(FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LIMIT) {
                throw DaemonException.invalid(FILE + " is not a regular file of at most 1MiB");
            }
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (IOException failure) {
            throw FileFailures.failed("read " + FILE, failure);
        }
    }

    /**
     * Reads the text.
     *
     * @throws DaemonException INVALID_REQUEST where it is no such text
     */
    public static ImageMetadata parse(byte[] yaml) {
        try {
            var root = mapping(WrittenYaml.read(new String(yaml, StandardCharsets.UTF_8), LIMIT), "the file");
            return new ImageMetadata(
                    text(root.get("architecture"), "architecture"),
                    seconds(root, "creation_date"),
                    seconds(root, "expiry_date"),
                    properties(root.get("properties")),
                    templates(root.get("templates")));
        } catch (MalformedYamlException malformed) {
            throw DaemonException.invalid(FILE + " is not valid YAML: " + malformed.getMessage());
        }
    }

    /** Writes the text. */
    public static String write(ImageMetadata metadata) {
        var root = new LinkedHashMap<String, Object>();
        root.put("architecture", metadata.architecture());
        root.put("creation_date", metadata.creationDate());
        root.put("expiry_date", metadata.expiryDate());
        root.put("properties", metadata.properties());
        var templates = new LinkedHashMap<String, Object>();
        metadata.templates().forEach((path, template) -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("when", template.when());
            entry.put("create_only", template.createOnly());
            entry.put("template", template.template());
            entry.put("properties", template.properties());
            templates.put(path, entry);
        });
        root.put("templates", templates);
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(0)
                .build();
        return new Dump(settings).dumpToString(root);
    }

    private static Map<?, ?> mapping(@Nullable Object value, String what) {
        if (value == null || (value instanceof String text && text.isEmpty())) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw DaemonException.invalid(FILE + ": " + what + " is not a mapping");
    }

    private static String text(@Nullable Object value, String what) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            default -> throw DaemonException.invalid("%s: %s is not a single value".formatted(FILE, what));
        };
    }

    private static long seconds(Map<?, ?> root, String key) {
        String value = text(root.get(key), key);
        try {
            return value.isEmpty() ? 0 : (long) Double.parseDouble(value.replace("_", ""));
        } catch (NumberFormatException _) {
            throw DaemonException.invalid("%s: %s is not a number of seconds: %s".formatted(FILE, key, value));
        }
    }

    private static Map<String, String> properties(@Nullable Object value) {
        var properties = new LinkedHashMap<String, String>();
        mapping(value, "properties")
                .forEach((key, text) -> properties.put(text(key, "a property"), text(text, "property " + key)));
        return properties;
    }

    private static Map<String, ImageTemplate> templates(@Nullable Object value) {
        var templates = new LinkedHashMap<String, ImageTemplate>();
        mapping(value, "templates").forEach((path, entry) -> {
            var template = mapping(entry, "template of " + path);
            templates.put(
                    text(path, "a template"),
                    new ImageTemplate(
                            when(template.get("when")),
                            WrittenYaml.flag(text(template.get("create_only"), "create_only"))
                                    .orElse(false),
                            text(template.get("template"), "template"),
                            properties(template.get("properties"))));
        });
        return templates;
    }

    private static List<String> when(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list ->
                list.stream().map(element -> text(element, "when")).toList();
            default -> List.of(text(value, "when"));
        };
    }
}
