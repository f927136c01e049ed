package io.gantry.daemon.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.storage.idmap.DiskIdmap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTemplatesTest {
    private static final TemplateInstance INSTANCE =
            new TemplateInstance("c1", "x86_64", false, false, Map.of("user.x", "value\n"), Map.of());

    @TempDir
    Path folder;

    private Path volume;
    private Path rootfs;

    @BeforeEach
    void makeVolume() throws IOException {
        volume = Files.createDirectory(folder.resolve("volume"));
        rootfs = volume.resolve("rootfs");
        Files.createDirectories(rootfs.resolve("etc"));
        Files.createDirectory(volume.resolve("templates"));
        Files.writeString(
                volume.resolve("templates/hostname.tpl"), "{{ container.name }} {{ config_get(\"user.x\", \"\") }}\n");
        describe("/etc/hostname", "[create, copy]", false);
    }

    private void describe(String path, String when, boolean createOnly) throws IOException {
        Files.writeString(volume.resolve("metadata.yaml"), """
                architecture: x86_64
                creation_date: 1
                templates:
                  %s:
                    when: %s
                    create_only: %s
                    template: hostname.tpl
                """.formatted(path, when, createOnly));
    }

    private void apply(TemplateTrigger trigger) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        int group = (int) Files.getAttribute(folder, "unix:gid");
        // The test may not be root: the container's root is whoever runs it.
        var idmap = owner == 0 && group == 0 ? DiskIdmap.UNSHIFTED : DiskIdmap.shiftedBy(owner, 1);
        new ImageTemplates().apply(trigger, INSTANCE, volume, idmap);
    }

    @Test
    void aFileIsWrittenAtItsTrigger() throws Exception {
        apply(TemplateTrigger.COPY);
        assertThat(rootfs.resolve("etc/hostname")).hasContent("c1 value");
    }

    @Test
    void aFileIsLeftAloneAtOtherTriggers() throws Exception {
        apply(TemplateTrigger.START);
        assertThat(rootfs.resolve("etc/hostname")).doesNotExist();
    }

    @Test
    void whatIsForCreationOnlyDoesNotReplaceAFile() throws Exception {
        describe("/etc/hostname", "[create]", true);
        Files.writeString(rootfs.resolve("etc/hostname"), "kept");
        apply(TemplateTrigger.CREATE);
        assertThat(rootfs.resolve("etc/hostname")).hasContent("kept");
    }

    @Test
    void missingDirectoriesAreMade() throws Exception {
        describe("/var/lib/cloud/seed/meta-data", "[create]", false);
        apply(TemplateTrigger.CREATE);
        assertThat(rootfs.resolve("var/lib/cloud/seed/meta-data")).isRegularFile();
    }

    @Test
    void anAbsoluteLinkStaysInsideTheContainer() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.delete(rootfs.resolve("etc"));
        Files.createSymbolicLink(rootfs.resolve("etc"), outside);
        apply(TemplateTrigger.CREATE);
        assertThat(outside).isEmptyDirectory();
        assertThat(Path.of(rootfs + outside.toString(), "hostname")).isRegularFile();
    }

    @Test
    void aLinkUpwardsStaysInsideTheContainer() throws Exception {
        Files.createSymbolicLink(rootfs.resolve("etc/hostname"), Path.of("../../../../escaped"));
        apply(TemplateTrigger.CREATE);
        assertThat(folder.resolve("escaped")).doesNotExist();
        assertThat(rootfs.resolve("escaped")).isRegularFile();
    }

    @Test
    void linksInACircleAreAFailure() throws Exception {
        Files.createSymbolicLink(rootfs.resolve("etc/hostname"), Path.of("hostname"));
        assertThatThrownBy(() -> apply(TemplateTrigger.CREATE))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("too many links");
    }

    @Test
    void aTemplateThatIsALinkIsNotRead() throws Exception {
        Files.delete(volume.resolve("templates/hostname.tpl"));
        Files.createSymbolicLink(volume.resolve("templates/hostname.tpl"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> apply(TemplateTrigger.CREATE)).isInstanceOf(DaemonException.class);
        assertThat(rootfs.resolve("etc/hostname")).doesNotExist();
    }
}
