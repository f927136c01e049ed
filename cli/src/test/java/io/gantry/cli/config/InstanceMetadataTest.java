package io.gantry.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ImageMetadata;
import io.gantry.api.ImageTemplate;
import io.gantry.cli.failure.CommandFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceMetadataTest {
    private static final String YAML = """
            architecture: x86_64
            creation_date: 1477146654
            expiry_date: 0
            properties:
              os: BusyBox
              version: "12.10"
            templates:
              /etc/hostname:
                when:
                - create
                - copy
                create_only: true
                template: hostname.tpl
                properties: {}
            """;

    @Test
    void isWrittenAsLxdsClientDoesAndReadBack() {
        var metadata = new ImageMetadata(
                "x86_64",
                1477146654,
                0,
                Map.of("version", "12.10", "os", "BusyBox"),
                Map.of("/etc/hostname", new ImageTemplate(List.of("create", "copy"), true, "hostname.tpl", Map.of())));

        assertThat(InstanceMetadata.write(metadata)).isEqualTo(YAML);
        assertThat(InstanceMetadata.read(YAML)).isEqualTo(metadata);
    }

    @Test
    void aValueOfAPropertyStaysTheTextThatWasWritten() {
        assertThat(InstanceMetadata.read("properties:\n  version: 12.10\n  old: yes\n")
                        .properties())
                .containsEntry("version", "12.10")
                .containsEntry("old", "yes");
    }

    @Test
    void whatIsLeftOutIsEmpty() {
        assertThat(InstanceMetadata.read("architecture: i686\n"))
                .isEqualTo(new ImageMetadata("i686", 0, 0, Map.of(), Map.of()));
    }

    @Test
    void whatIsNoMetadataIsRefusedByName() {
        assertThatThrownBy(() -> InstanceMetadata.read("creation_date: soon\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("creation_date");
        assertThatThrownBy(() -> InstanceMetadata.read("templates: x\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("templates");
    }
}
