package io.gantry.cli.config;

import io.gantry.api.ImageMetadata;
import io.gantry.api.ImageTemplate;
import io.gantry.api.yaml.Yaml;
import io.gantry.cli.failure.CommandFailure;
import io.gantry.cli.output.NaturalOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The metadata of an instance as YAML, in the layout of LXD's client. */
final class InstanceMetadata {
    /** What stands above the YAML in the editor. */
    static final String HEADER = """
            ### This is a YAML representation of the instance metadata.
            ### Any line starting with a '# will be ignored.
            ###
            ### A sample configuration looks like:
            ###
            ### architecture: x86_64
            ### creation_date: 1477146654
            ### expiry_date: 0
            ### properties:
            ###   architecture: x86_64
            ###   description: BusyBox x86_64
            ###   name: busybox-x86_64
            ###   os: BusyBox
            ### templates:
            ###   /template:
            ###     when:
            ###     - ""
            ###     create_only: false
            ###     template: template.tpl
            ###     properties: {}

            """;

    private InstanceMetadata() {}

    static String write(ImageMetadata metadata) {
        var root = new LinkedHashMap<String, Object>();
        root.put("architecture", metadata.architecture());
        root.put("creation_date", metadata.creationDate());
        root.put("expiry_date", metadata.expiryDate());
        root.put("properties", sorted(metadata.properties()));
        Map<String, Object> templates = new TreeMap<>(new NaturalOrder());
        metadata.templates().forEach((path, template) -> {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("when", template.when());
            fields.put("create_only", template.createOnly());
            fields.put("template", template.template());
            fields.put("properties", sorted(template.properties()));
            templates.put(path, fields);
        });
        root.put("templates", templates);
        return Yaml.write(root);
    }

    private static Map<String, String> sorted(Map<String, String> properties) {
        Map<String, String> sorted = new TreeMap<>(new NaturalOrder());
        sorted.putAll(properties);
        return sorted;
    }

    /** What a user wrote; scalars of properties stay the text that was written. */
    static ImageMetadata read(String yaml) {
        Map<String, Object> root = YamlInput.readMap(yaml);
        var templates = new LinkedHashMap<String, ImageTemplate>();
        map(root.get("templates"), "templates").forEach((path, fields) -> {
            Map<?, ?> template = map(fields, "the template of " + path);
            templates.put(
                    path.toString(),
                    new ImageTemplate(
                            when(template.get("when")),
                            text(template.get("create_only")).equals("true"),
                            text(template.get("template")),
                            texts(template.get("properties"))));
        });
        return new ImageMetadata(
                text(root.get("architecture")),
                seconds(root, "creation_date"),
                seconds(root, "expiry_date"),
                texts(root.get("properties")),
                templates);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static long seconds(Map<String, Object> root, String field) {
        String value = text(root.get(field));
        try {
            return value.isEmpty() ? 0 : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new CommandFailure(field + ": \"" + value + "\" is not a number of seconds since 1970", e);
        }
    }

    private static List<String> when(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(InstanceMetadata::text).toList()
                : text(value).isEmpty() ? List.of() : List.of(text(value));
    }

    private static Map<String, String> texts(@Nullable Object value) {
        var texts = new LinkedHashMap<String, String>();
        map(value, "properties").forEach((key, each) -> texts.put(key.toString(), text(each)));
        return texts;
    }

    private static Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (!text(value).isEmpty()) {
            throw new CommandFailure(what + " must be made of `key: value` lines");
        }
        return Map.of();
    }
}
