package io.gantry.daemon.template;

import io.gantry.api.ImageTemplate;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import io.gantry.daemon.image.archive.MetadataYaml;
import io.gantry.storage.idmap.DiskIdmap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The templates that {@code metadata.yaml} lists. */
public final class ImageTemplates implements TemplateRenderer {
    private static final int LONGEST = 1 << 20;
    private static final Pattern LINE_ENDS = Pattern.compile("[\r\n]+\\z");

    @Override
    public void apply(TemplateTrigger trigger, TemplateInstance instance, Path volume, DiskIdmap idmap) {
        var metadata = MetadataYaml.readFrom(volume);
        if (metadata.isEmpty()) {
            return;
        }
        var files = new TemplateFiles(volume.resolve("rootfs"), idmap);
        metadata.get().templates().forEach((path, template) -> {
            if (template.when().contains(trigger.word())) {
                apply(trigger, instance, volume, files, path, template);
            }
        });
    }

    private static void apply(
            TemplateTrigger trigger,
            TemplateInstance instance,
            Path volume,
            TemplateFiles files,
            String path,
            ImageTemplate template) {
        try {
            if (template.createOnly() && files.exists(path)) {
                return;
            }
            String text =
                    Template.parse(read(volume, template.template())).render(values(trigger, instance, path, template));
            files.write(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedTemplateException malformed) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "Failed to render template \"%s\" for %s: %s"
                            .formatted(template.template(), path, malformed.getMessage()),
                    malformed);
        } catch (NoSuchFileException missing) {
            throw new DaemonException(
                    FailureCategory.INVALID_REQUEST,
                    "Failed to read template file \"%s\" for %s: the image has none"
                            .formatted(template.template(), path),
                    missing);
        } catch (IOException failure) {
            throw new DaemonException(
                    FailureCategory.INTERNAL,
                    "cannot write %s from template \"%s\": %s"
                            .formatted(path, template.template(), failure.getMessage()),
                    failure);
        }
    }

    private static String read(Path volume, String name) throws IOException, MalformedTemplateException {
        Path folder = volume.resolve("templates");
        if (name.isEmpty() || name.contains("/") || name.equals("..")) {
            throw new MalformedTemplateException("it is not the name of a file in templates");
        }
        Path file = folder.resolve(name);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(name);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            throw new MalformedTemplateException("it is not a regular file of at most 1MiB");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> values(
            TemplateTrigger trigger, TemplateInstance instance, String path, ImageTemplate template) {
        Map<String, String> container = Map.of(
                "name", instance.name(),
                "type", "container",
                "architecture", instance.architecture(),
                "ephemeral", Boolean.toString(instance.isEphemeral()),
                "privileged", Boolean.toString(instance.isPrivileged()));
        Map<String, Object> values = new HashMap<>();
        values.put("trigger", trigger.word());
        values.put("path", path);
        values.put("container", container);
        values.put("instance", container);
        values.put("config", instance.config());
        values.put("devices", instance.devices());
        values.put("properties", template.properties());
        values.put("config_get", (Value.Function) arguments -> configValue(instance, arguments));
        return values;
    }

    private static @Nullable Object configValue(TemplateInstance instance, List<Object> arguments) {
        String value = instance.config().get(arguments.isEmpty() ? "" : Value.text(arguments.getFirst()));
        if (value != null) {
            return LINE_ENDS.matcher(value).replaceAll("");
        }
        return arguments.size() < 2 ? null : arguments.get(1);
    }
}
