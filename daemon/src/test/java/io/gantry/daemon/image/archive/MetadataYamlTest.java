package io.gantry.daemon.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ImageMetadata;
import io.gantry.api.ImageTemplate;
import io.gantry.daemon.failure.DaemonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MetadataYamlTest {
    private static ImageMetadata parse(String yaml) {
        return MetadataYaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static ImageTemplate template(ImageMetadata metadata, String path) {
        return Objects.requireNonNull(metadata.templates().get(path));
    }

    @Test
    void theTextOfARealImageIsRead() {
        ImageMetadata metadata = parse("""
                architecture: x86_64
                creation_date: 1424284563
                expiry_date: 1.5e9
                properties:
                  description: Ubuntu 12.10
                  version: 12.10
                  enabled: no
                templates:
                  /etc/hostname:
                    when:
                    - create
                    - copy
                    template: hostname.tpl
                    properties: {a: b}
                  /once:
                    when: [start]
                    create_only: true
                    template: once.tpl
                """);
        assertThat(metadata.architecture()).isEqualTo("x86_64");
        assertThat(metadata.creationDate()).isEqualTo(1424284563);
        assertThat(metadata.expiryDate()).isEqualTo(1_500_000_000);
        assertThat(metadata.properties()).containsEntry("version", "12.10").containsEntry("enabled", "no");
        assertThat(template(metadata, "/etc/hostname").when()).containsExactly("create", "copy");
        assertThat(template(metadata, "/once").createOnly()).isTrue();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        ImageMetadata metadata = parse("architecture: x86_64\ncreation_date: 5\nproperties: {v: \"1.10\"}\n");
        assertThat(parse(MetadataYaml.write(metadata))).isEqualTo(metadata);
    }

    @Test
    void whatIsLeftEmptyIsEmpty() {
        ImageMetadata metadata = parse("""
                ---
                architecture: x86_64   # the kernel's name
                creation_date: "1_424_284_563"
                expiry_date:
                properties:
                  empty:
                  os: ~
                  version: 12.10
                templates:
                  /once:
                    when:
                    create_only: yes
                    template:
                    properties:
                """);
        assertThat(metadata.creationDate()).isEqualTo(1424284563);
        assertThat(metadata.expiryDate()).isZero();
        assertThat(metadata.properties())
                .containsEntry("empty", "")
                .containsEntry("os", "")
                .containsEntry("version", "12.10");
        assertThat(template(metadata, "/once").when()).isEmpty();
        assertThat(template(metadata, "/once").createOnly()).isTrue();
        assertThat(parse("architecture: x86_64\ncreation_date: 5\ntemplates:\n").templates())
                .isEmpty();
        assertThat(parse("\uFEFFarchitecture: x86_64\r\ncreation_date: 5\r\nproperties:\r\n")
                        .architecture())
                .isEqualTo("x86_64");
    }

    @Test
    void whatIsNoMappingIsRefused() {
        for (String yaml : List.of(
                "- a",
                "architecture: [a]",
                "properties: {a: {b: c}}",
                "[".repeat(5000),
                "architecture: [",
                "properties: text",
                "creation_date: soon",
                "&a [*a, *b]")) {
            assertThatThrownBy(() -> parse(yaml)).as(yaml).isInstanceOf(DaemonException.class);
        }
    }
}
