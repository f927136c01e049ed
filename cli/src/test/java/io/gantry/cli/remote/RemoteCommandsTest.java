package io.gantry.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import io.gantry.cli.fixture.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on the user's own configuration; servers on the network are met in the end-to-end tests. */
class RemoteCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private String lxc(String line) {
        return ClientRun.of(folder, line).succeeded();
    }

    private void configuration(String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("config.yml"), text);
    }

    /** What the article shows, but for a space in the heads that its author moved. */
    @Test
    void theListIsThatOfTheArticle() throws IOException {
        configuration("""
                default-remote: local
                remotes:
                  foo:
                    addr: https://[2607:f2c0:f00f:2770:216:3eff:fee1:bd67]:8443
                    public: false
                  images:
                    addr: https://images.linuxcontainers.org:8443
                    public: true
                """);
        Golden.check("remote-list.table", lxc("remote list"));
    }

    @Test
    void aNewUserHasTheArticlesServers() {
        assertThat(lxc("remote list -f csv")).isEqualTo("""
                images,https://images.linuxcontainers.org:8443,lxd,tls,YES,NO,NO
                local (current),unix://,lxd,file access,NO,YES,NO
                ubuntu,https://cloud-images.ubuntu.com/releases,simplestreams,none,YES,YES,NO
                ubuntu-daily,https://cloud-images.ubuntu.com/daily,simplestreams,none,YES,YES,NO
                """);
    }

    /** The golden files are what LXD's client 5.0.2 prints for this configuration. */
    @ParameterizedTest
    @ValueSource(strings = {"compact", "csv", "json", "yaml"})
    void otherFormatsAreThoseOfLxdsClient(String format) throws IOException {
        configuration("""
                default-remote: foo
                remotes:
                  bar:
                    addr: unix:///x
                  candid:
                    addr: https://c:8443
                    auth_type: candid
                    domain: d
                    project: p
                  foo:
                    addr: https://x:1
                    public: On
                  im10:
                    addr: https://im
                    protocol: simplestreams
                    public: true
                  im9:
                    addr: https://im
                    protocol: simplestreams
                    public: true
                """);
        Files.writeString(
                Files.createDirectories(folder.resolve("global")).resolve("config.yml"),
                "remotes:\n  all:\n    addr: https://all:8443\n    protocol: lxd\n");
        Golden.check("remote-list." + format, lxc("remote list -f " + format));
    }

    @Test
    void aRemoteOfAllUsersCannotBeChangedByOne() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("global")).resolve("config.yml"),
                "remotes:\n  all:\n    addr: https://all:8443\n");
        for (String line : new String[] {"remote remove all", "remote rename all x", "remote set-url all h"}) {
            assertThat(ClientRun.of(folder, line).refused()).startsWith("Remote all is global and cannot be modified");
        }
    }

    @Test
    void theEnvironmentNamesAnotherDefaultRemoteForOneCall() throws IOException {
        configuration("remotes:\n  foo:\n    addr: unix:" + folder.resolve("unix.socket") + "\n");
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/profiles?recursion=1", "[]");
            var elsewhere = Map.of("LXC_REMOTE", "foo", "LXD_DIR", "/nonexistent");
            for (String line : new String[] {"profile list -f csv", "remote get-default", "alias add a list"}) {
                ClientRun run = ClientRun.of(folder, elsewhere, FakeTerminal.piped(""), line.split(" ", -1));
                assertThat(run.succeeded()).isEqualTo(line.equals("remote get-default") ? "foo\n" : "");
            }
            assertThat(server.requests()).isNotEmpty();
        }
        assertThat(lxc("remote get-default")).isEqualTo("local\n");
        ClientRun unknown =
                ClientRun.of(folder, Map.of("LXC_REMOTE", "nope"), FakeTerminal.piped(""), "profile", "list");
        assertThat(unknown.refused()).startsWith("The remote \"nope\" doesn't exist");
        ClientRun forced = ClientRun.of(
                folder, Map.of("LXC_REMOTE", "nope"), FakeTerminal.piped(""), "--force-local", "remote", "get-default");
        assertThat(forced.succeeded()).isEqualTo("local\n");
    }

    @Test
    void theKeyPairIsMadeBeforeTheServerIsAsked() {
        ClientRun run = ClientRun.of(folder, "remote add x https://127.0.0.1:1");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("Generating a client certificate.");
        assertThat(folder.resolve("conf/client.crt")).isNotEmptyFile();
        assertThat(folder.resolve("conf/client.key")).isNotEmptyFile();
        assertThat(ClientRun.of(folder, "list x:").refused()).contains("\"x\" doesn't exist");
    }

    @Test
    void noKeyPairIsMadeForServersThatNeedNone() {
        assertThat(ClientRun.of(folder, "remote add x https://127.0.0.1:1 --public")
                        .status())
                .isEqualTo(1);
        assertThat(ClientRun.of(folder, "remote add y unix:/nonexistent").status())
                .isEqualTo(1);
        lxc("remote add z https://images.invalid --protocol simplestreams");
        assertThat(folder.resolve("conf/client.crt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:", "unix://", "unix.socket"})
    void aServerOnThisHostIsAddedInAllForms(String address) {
        try (var server = new FakeServer(folder)) {
            lxc("remote add here " + address);
            lxc("finger here:");
            assertThat(server.requests()).isNotEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereIsNotAdded() {
        assertThat(ClientRun.of(folder, "remote add here unix:" + folder.resolve("nothing"))
                        .refused())
                .contains("no daemon is running");
        assertThat(ClientRun.of(folder, "list here:").refused()).contains("The remote \"here\" doesn't exist");
    }

    @Test
    void theDefaultRemoteIsSwitchedAndFollowsARename() throws IOException {
        configuration("remotes:\n  foo:\n    addr: https://10.0.0.1:8443\n");
        lxc("remote set-default foo");
        assertThat(lxc("remote get-default")).isEqualTo("foo\n");
        lxc("remote rename foo bar");
        assertThat(lxc("remote get-default")).isEqualTo("bar\n");
        assertThat(ClientRun.of(folder, "remote remove bar").refused()).startsWith("Can't remove the default remote");
        lxc("remote switch local");
        lxc("remote remove bar");
        assertThat(lxc("remote list -f csv")).doesNotContain("bar");
    }

    @Test
    void thePinnedCertificateGoesWithItsRemote() throws IOException {
        configuration("remotes:\n  foo:\n    addr: https://10.0.0.1:8443\n");
        Path pins = Files.createDirectories(folder.resolve("conf/servercerts"));
        Files.writeString(pins.resolve("foo.crt"), "pem");
        lxc("remote rename foo bar");
        assertThat(pins.resolve("bar.crt")).hasContent("pem");
        lxc("remote remove bar");
        assertThat(pins).isEmptyDirectory();
    }

    @Test
    void aUrlIsCompletedWhenSet() throws IOException {
        configuration("remotes:\n  foo:\n    addr: https://10.0.0.1:8443\n");
        lxc("remote set-url foo fd42::1");
        assertThat(lxc("remote list -f csv")).contains("foo,https://[fd42::1]:8443,lxd,tls,NO,NO,NO");
    }

    @Test
    void builtInRemotesCannotBeChanged() {
        for (String line :
                new String[] {"remote remove local", "remote rename ubuntu x", "remote set-url local https://x"}) {
            assertThat(ClientRun.of(folder, line).refused()).endsWith("is static and cannot be modified");
        }
    }

    @Test
    void wrongLinesAreRefused() {
        assertThat(ClientRun.of(folder, "remote add x http://h").refused()).contains("Invalid URL scheme \"http\"");
        assertThat(ClientRun.of(folder, "remote add x h --protocol nope").refused())
                .startsWith("Invalid protocol: nope");
        assertThat(ClientRun.of(folder, "remote add local h").refused()).startsWith("Remote local exists as <unix://>");
        assertThat(ClientRun.of(folder, "remote add a/b h").refused()).contains("colons or slashes");
        assertThat(ClientRun.of(folder, "remote rename nope x").refused()).startsWith("Remote nope doesn't exist");
        assertThat(ClientRun.of(folder, "remote switch nope").refused()).contains("\"nope\" doesn't exist");
        assertThat(ClientRun.of(folder, "remote add s h --protocol simplestreams")
                        .refused())
                .contains("Only https URLs");
    }

    @Test
    void anImageServerIsAddedWithoutAskingIt() {
        lxc("remote add s https://images.invalid --protocol simplestreams");
        assertThat(lxc("remote list -f csv")).contains("s,https://images.invalid,simplestreams,none,YES,NO,NO");
        assertThat(ClientRun.of(folder, "list s:").refused()).contains("is an image server (simplestreams)");
    }

    @Test
    void forceLocalMeansTheLocalServer() throws IOException {
        configuration("default-remote: foo\nremotes:\n  foo:\n    addr: https://127.0.0.1:1\n");
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/profiles?recursion=1", "[]");
            assertThat(ClientRun.of(folder, "profile list").status()).isEqualTo(1);
            assertThat(ClientRun.of(folder, "--force-local profile list -f csv").succeeded())
                    .isEmpty();
        }
    }

    @Test
    void aProjectGoesToEveryRequest() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/profiles?recursion=1&project=p", "[]");
            for (String line : new String[] {
                "profile list --project p -f csv", "--project p profile list -f csv", "profile list --project=p -f csv"
            }) {
                assertThat(lxc(line)).isEmpty();
            }
        }
    }

    @Test
    void trustedClientsAreListedWithAFixedFrame() throws IOException {
        String pem = Files.readString(Path.of("../client/src/test/resources/identities/ec.crt"))
                .replace("\n", "\\n");
        try (var server = new FakeServer(folder)) {
            String certificate =
                    "{\"name\": \"me\", \"type\": \"client\", \"fingerprint\": \"0123456789abcdef\", \"certificate\": \""
                            + pem + "\"}";
            server.sync("GET /1.0/certificates?recursion=1", "[" + certificate + "," + certificate + "]");
            String table = lxc("config trust list");
            assertThat(table.lines()).hasSize(7);
            assertThat(table)
                    .contains("| client | me   | ec          | 0123456789ab |")
                    .contains("(UTC) |");
        }
    }

    @Test
    void versionTellsOfAServerThatCannotBeReached() {
        assertThat(ClientRun.of(folder, "version").succeeded())
                .isEqualTo("Client version: 5.0.2\nServer version: unreachable\n");
        assertThat(ClientRun.of(folder, "--version").succeeded()).isEqualTo("5.0.2\n");
    }
}
