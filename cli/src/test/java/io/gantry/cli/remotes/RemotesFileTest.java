package io.gantry.cli.remotes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.server.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemotesFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("config.yml");
    }

    @Test
    void aNewUserHasTheRemotesOfTheArticle() throws IOException {
        RemotesFile file = RemotesFile.read(file());
        assertThat(file.remotes().keySet()).containsExactly("images", "local", "ubuntu", "ubuntu-daily");
        assertThat(file.defaultRemote()).isEqualTo("local");
        assertThat(file()).doesNotExist();
    }

    /** As written by LXD's client 5.0.2, and something that only a later one knows. */
    private static final String OF_LXD = """
            default-remote: foo
            remotes:
              foo:
                addr: https://10.0.0.1:8443
                auth_type: tls
                domain: somewhere
                protocol: lxd
                public: false
              images:
                addr: https://images.linuxcontainers.org
                protocol: simplestreams
                public: true
              local:
                addr: unix://
                public: false
            aliases:
              up: list
            config-directory-version: 2
            """;

    @Test
    void theFileOfLxdsClientStaysAsItIs() throws IOException {
        Files.writeString(file(), OF_LXD);
        RemotesFile file = RemotesFile.read(file());
        assertThat(file.defaultRemote()).isEqualTo("foo");
        assertThat(file.remotes().get("foo"))
                .isEqualTo(new Remote("https://10.0.0.1:8443", "lxd", false, false, "tls", ""));
        file.save();
        assertThat(file()).hasContent(OF_LXD);
    }

    @Test
    void whatIsNotKnownHereGoesWithARenamedRemote() throws IOException {
        Files.writeString(file(), OF_LXD);
        RemotesFile file = RemotesFile.read(file());
        file.rename("foo", "bar");
        file.setDefaultRemote("bar");
        file.save();
        assertThat(file()).hasContent(OF_LXD.replace("foo", "bar"));
    }

    @Test
    void aRemovedImageServerStaysRemoved() throws IOException {
        RemotesFile file = RemotesFile.read(file());
        file.remove("images");
        file.save();
        assertThat(RemotesFile.read(file()).remotes()).doesNotContainKey("images");
    }

    @Test
    void builtInRemotesCannotBeReplacedByTheFile() throws IOException {
        Files.writeString(file(), "remotes:\n  local:\n    addr: https://elsewhere:8443\n");
        assertThat(RemotesFile.read(file()).remotes())
                .containsEntry("local", new Remote("unix://", "lxd", false, true, "", ""));
    }

    @Test
    void yamlThatPeopleWriteIsRead() throws IOException {
        Files.writeString(file(), "remotes: {foo: {addr: 'https://h:1', public: true}} # mine\naliases: {x: [a]}\n");
        Remote foo = RemotesFile.read(file()).remotes().get("foo");
        assertThat(foo).isEqualTo(new Remote("https://h:1", "lxd", true, false, "", ""));
    }

    @Test
    void aLinkToTheFileStaysALink() throws IOException {
        Path real = Files.writeString(folder.resolve("dotfiles.yml"), "default-remote: local\n");
        Files.createSymbolicLink(file(), real);
        RemotesFile file = RemotesFile.read(file());
        file.setAliases(Map.of("a", "list"));
        file.save();
        assertThat(file()).isSymbolicLink();
        assertThat(Files.readString(real)).contains("a: list");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("config.yml", "dotfiles.yml");
    }
}
