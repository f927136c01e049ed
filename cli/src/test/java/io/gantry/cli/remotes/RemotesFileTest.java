package io.gantry.cli.remotes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cli.server.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotesFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("config.yml");
    }

    private Path global() {
        return folder.resolve("global.yml");
    }

    private RemotesFile read() throws IOException {
        return RemotesFile.read(file(), global());
    }

    /** What the file is after a command that changes nothing in it. */
    private String saved(String text) throws IOException {
        Files.writeString(file(), text);
        read().save();
        return Files.readString(file());
    }

    @Test
    void aNewUserHasTheRemotesOfTheArticle() throws IOException {
        RemotesFile file = read();
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
        RemotesFile file = read();
        assertThat(file.defaultRemote()).isEqualTo("foo");
        assertThat(file.remotes().get("foo"))
                .isEqualTo(
                        new Remote("https://10.0.0.1:8443", "lxd", false, Remote.Origin.USER, "tls", "somewhere", ""));
        file.save();
        assertThat(file()).hasContent(OF_LXD);
    }

    @Test
    void whatIsNotKnownHereGoesWithARenamedRemote() throws IOException {
        Files.writeString(file(), OF_LXD);
        RemotesFile file = read();
        file.rename("foo", "bar");
        file.setDefaultRemote("bar");
        file.save();
        assertThat(file()).hasContent(OF_LXD.replace("foo", "bar"));
    }

    @Test
    void aRemovedImageServerStaysRemoved() throws IOException {
        RemotesFile file = read();
        file.remove("images");
        file.save();
        assertThat(read().remotes()).doesNotContainKey("images");
    }

    @Test
    void builtInRemotesCannotBeReplacedByTheFile() throws IOException {
        Files.writeString(file(), "remotes:\n  local:\n    addr: https://elsewhere:8443\n");
        assertThat(read().remotes())
                .containsEntry("local", new Remote("unix://", "", false, Remote.Origin.STATIC, "", "", ""));
    }

    @Test
    void yamlThatPeopleWriteIsRead() throws IOException {
        Files.writeString(file(), "remotes: {foo: {addr: 'https://h:1', public: true}} # mine\naliases: {x: [a]}\n");
        Remote foo = read().remotes().get("foo");
        assertThat(foo).isEqualTo(Remote.ofUser("https://h:1", "", true, ""));
    }

    @Test
    void aLinkToTheFileStaysALink() throws IOException {
        Path real = Files.writeString(folder.resolve("dotfiles.yml"), "default-remote: local\n");
        Files.createSymbolicLink(file(), real);
        RemotesFile file = read();
        file.setAliases(Map.of("a", "list"));
        file.save();
        assertThat(file()).isSymbolicLink();
        assertThat(Files.readString(real)).contains("a: list");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("config.yml", "dotfiles.yml");
    }

    @Test
    void whatIsThereTwiceAddsUpAndTheLaterLineCounts() throws IOException {
        Files.writeString(file(), """
                aliases: {}
                default-remote: foo
                remotes:
                  foo:
                    addr: https://old:8443
                    public: true
                  foo:
                    addr: https://new:8443
                aliases:
                  up: list
                  ps: info
                aliases:
                  up: list --fast
                default-remote: bar
                remotes:
                  bar:
                    addr: https://bar:8443
                """);
        RemotesFile file = read();
        assertThat(file.aliases()).isEqualTo(Map.of("up", "list --fast", "ps", "info"));
        assertThat(file.defaultRemote()).isEqualTo("bar");
        assertThat(file.remotes().get("foo")).isEqualTo(Remote.ofUser("https://new:8443", "", false, "tls"));
        assertThat(file.remotes()).containsKey("bar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aliases: # mine\n        up:    list   # all\nremotes:\n foo:\n          addr: https://h:1\n",
                "# by hand\n\nremotes: {foo: {addr: 'https://h:1'}}\naliases: {\"up\": list}\n# end\n",
                "%YAML 1.1\n---\nremotes:\n  foo: {addr: https://h:1}\naliases:\n  'up': >-\n    list\n...\n",
                "remotes:\r\n  foo:\r\n    addr: https://h:1\r\naliases:\r\n  up: list\r\n",
                "\uFEFFremotes:\n  foo:\n    addr: https://h:1\naliases:\n  up: list\n",
                "remotes:\n\n    foo:\n\n        addr:   https://h:1\n\naliases:\n    ? up\n    : list\n",
            })
    void theLayoutOfTheFileDoesNotMatter(String text) throws IOException {
        Files.writeString(file(), text);
        RemotesFile file = read();
        assertThat(requireNonNull(file.remotes().get("foo")).address()).isEqualTo("https://h:1");
        assertThat(file.aliases()).isEqualTo(Map.of("up", "list"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing\n", "remotes:\naliases:\n", "remotes: {}\n", "aliases: ~\n", "---\n", "foo: bar\n"
            })
    void partsMayBeMissing(String text) throws IOException {
        Files.writeString(file(), text);
        RemotesFile file = read();
        assertThat(file.defaultRemote()).isEqualTo("local");
        assertThat(file.remotes()).containsKeys("local", "ubuntu", "ubuntu-daily");
        assertThat(file.aliases()).isEmpty();
    }

    @Test
    void aRemoteMayHaveNothingButItsName() throws IOException {
        Files.writeString(file(), "remotes:\n  foo:\n  bar: {}\n");
        assertThat(read().remotes())
                .containsEntry("foo", Remote.ofUser("", "", false, "tls"))
                .containsEntry("bar", Remote.ofUser("", "", false, "tls"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "yes", "Yes", "on", "On", "ON", "y", "\"true\""})
    void yesIsSaidInManyWays(String yes) throws IOException {
        Files.writeString(file(), "remotes:\n  foo:\n    addr: https://h:1\n    public: " + yes + "\n");
        assertThat(requireNonNull(read().remotes().get("foo")).isPublic()).isTrue();
    }

    @Test
    void whatOnlyOthersKnowIsKept() throws IOException {
        assertThat(saved("""
                        future: {list: [1, two], text: "15"}
                        aliases:
                          up: list
                        remotes:
                          foo:
                            addr: https://h:1
                            keepalive: 30
                        aliases:
                          ps: info
                        """)).isEqualTo("""
                        default-remote: local
                        remotes:
                          foo:
                            addr: https://h:1
                            auth_type: tls
                            keepalive: 30
                            public: false
                        future:
                          list:
                          - 1
                          - two
                          text: "15"
                        aliases:
                          up: list
                          ps: info
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aliases: nope | aliases is no map",
                "aliases: [a] | aliases is no map",
                "remotes: nope | remotes is no map",
                "remotes: {foo: nope} | the remote foo is no map",
            })
    void whatCannotBeMeantIsNamed(String text, String complaint) throws IOException {
        Files.writeString(file(), text);
        assertThatThrownBy(this::read)
                .hasMessageStartingWith("cannot understand " + file() + ": " + complaint)
                .hasMessageEndingWith("; mend it or move it away");
    }

    @Test
    void theAdministratorsRemotesAreThereAndNotWritten() throws IOException {
        Files.writeString(global(), "remotes:\n  foo:\n    addr: https://global:1\n  all:\n    addr: https://all:1\n");
        String written = saved("remotes:\n  foo:\n    addr: https://h:1\n");
        assertThat(requireNonNull(read().remotes().get("foo")).address()).isEqualTo("https://h:1");
        assertThat(read().remotes().get("all"))
                .isEqualTo(Remote.ofUser("https://all:1", "", false, "").by(Remote.Origin.GLOBAL));
        assertThat(written).contains("foo").doesNotContain("all:1");
    }

    @Test
    void theLocalServerIsUsedInTheProjectThatTheFileNames() throws IOException {
        Files.writeString(file(), "remotes:\n  local:\n    addr: unix://\n    project: p\n");
        assertThat(requireNonNull(read().remotes().get("local")).project()).isEqualTo("p");
    }

    @Test
    void theDefaultFollowsARenameAndIsLocalWhereItsRemoteIsGone() throws IOException {
        Files.writeString(file(), "default-remote: foo\nremotes:\n  foo:\n    addr: https://h:1\n");
        RemotesFile file = read();
        file.rename("foo", "bar");
        assertThat(file.defaultRemote()).isEqualTo("bar");
        file.remove("bar");
        assertThat(file.defaultRemote()).isEqualTo("local");
    }
}
