package io.gantry.daemon.program.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterviewTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream questions = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    private Preseed hold(ServerState state, String... answers) throws IOException {
        byte[] input = (String.join("\n", answers) + "\n").getBytes(StandardCharsets.UTF_8);
        return Interview.hold(
                new Answers(
                        new ByteArrayInputStream(input),
                        new PrintStream(questions, true, StandardCharsets.UTF_8),
                        new PrintStream(complaints, true, StandardCharsets.UTF_8),
                        null),
                state,
                directory);
    }

    private String asked() {
        return questions.toString(StandardCharsets.UTF_8);
    }

    @Test
    void asksInTheWordsOfLxdAndTakesItsDefaults() throws IOException {
        Preseed preseed = hold(States.fresh(), "", "", "dir", "", "", "", "", "", "", "");

        assertThat(asked())
                .isEqualTo("Do you want to configure a new storage pool? (yes/no) [default=yes]: "
                        + "Name of the new storage pool [default=default]: "
                        + "Name of the storage backend to use (btrfs, dir) [default=btrfs]: "
                        + "Would you like to create a new local network bridge? (yes/no) [default=yes]: "
                        + "What should the new bridge be called? [default=lxdbr0]: "
                        + "What IPv4 address should be used? (CIDR subnet notation, “auto” or “none”) [default=auto]: "
                        + "What IPv6 address should be used? (CIDR subnet notation, “auto” or “none”) [default=auto]: "
                        + "Would you like the LXD server to be available over the network? (yes/no) [default=no]: "
                        + "Would you like stale cached images to be updated automatically? (yes/no) [default=yes]: "
                        + "Would you like a YAML \"lxd init\" preseed to be printed? (yes/no) [default=no]: ");
        assertThat(preseed.storagePools()).singleElement().satisfies(pool -> {
            assertThat(pool.name()).isEqualTo("default");
            assertThat(pool.driver()).isEqualTo("dir");
        });
        assertThat(preseed.networks())
                .singleElement()
                .satisfies(bridge ->
                        assertThat(bridge.config()).isEqualTo(Map.of("ipv4.address", "auto", "ipv6.address", "auto")));
        assertThat(preseed.profiles().getFirst().devices())
                .isEqualTo(Map.of(
                        "root", Map.of("type", "disk", "path", "/", "pool", "default"),
                        "eth0", Map.of("type", "nic", "name", "eth0", "network", "lxdbr0")));
        assertThat(preseed.config()).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodIsAskedForAgain() throws IOException {
        Preseed preseed = hold(
                States.fresh(),
                "perhaps",
                "no",
                "no",
                "no",
                "yes",
                "nowhere",
                "127.0.0.1",
                "x",
                "70000",
                "0",
                "8443",
                "one",
                "two",
                "same",
                "same",
                "no",
                "no");

        assertThat(complaints.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        Invalid input, try again.

                        Invalid input: "nowhere" is not an IP address

                        Invalid input: "x" is not a number

                        Invalid input: out of range

                        Invalid input: out of range

                        Invalid input, try again.

                        """);
        assertThat(preseed.config())
                .isEqualTo(Map.of(
                        "core.https_address", "127.0.0.1:8443",
                        "core.trust_password", "same",
                        "images.auto_update_interval", "0"));
    }

    @Test
    void addressesOfOnesOwnAreTranslatedOnlyIfWanted() throws IOException {
        Preseed preseed = hold(
                States.fresh(), "no", "yes", "br1", "10.7.0.1", "10.7.0.1/24", "no", "fd42::1/64", "", "no", "", "no");

        assertThat(preseed.networks().getFirst().config())
                .isEqualTo(Map.of(
                        "ipv4.address", "10.7.0.1/24",
                        "ipv4.nat", "false",
                        "ipv6.address", "fd42::1/64",
                        "ipv6.nat", "true"));
        assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("\"10.7.0.1\" is not an IPv4 address");
    }

    @Test
    void namesThatAreTakenAreAskedForAgain() throws IOException {
        ServerState state = States.with(
                List.of(States.pool("default")),
                List.of(States.network("lxdbr0", "bridge", false), States.network("eth1", "physical", false)));
        Preseed preseed = hold(state, "", "", "second", "dir", "", "", "lxdbr7", "none", "none", "", "", "");

        assertThat(asked())
                .contains("The requested storage pool \"default\" already exists. Please choose another name.\n")
                .contains("The requested network bridge \"lxdbr0\" already exists. Please choose another name.\n");
        assertThat(preseed.storagePools().getFirst().name()).isEqualTo("second");
        assertThat(preseed.networks().getFirst().name()).isEqualTo("lxdbr7");
    }

    @Test
    void anExistingBridgeIsTheParentOfTheInterface() throws IOException {
        ServerState state = States.with(
                List.of(), List.of(States.network("br9", "bridge", false), States.network("eth1", "physical", false)));
        Preseed preseed = hold(state, "no", "no", "yes", "br8", "eth1", "br9", "", "", "");

        assertThat(asked())
                .contains("The requested interface doesn't exist. Please choose another one.")
                .contains("The requested interface is not a bridge");
        assertThat(preseed.profiles().getFirst().devices())
                .isEqualTo(
                        Map.of("eth0", Map.of("type", "nic", "nictype", "bridged", "name", "eth0", "parent", "br9")));
    }

    @Test
    void theSizeOfALoopFileIsInGib() throws IOException {
        Preseed preseed = hold(States.fresh(), "", "", "btrfs", "yes", "no", "huge", "0", "7", "no", "no", "", "", "");

        assertThat(preseed.storagePools().getFirst().config()).isEqualTo(Map.of("size", "7GiB"));
        assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("Minimum size is 1GiB");
    }

    @Test
    void thePreseedThatIsPrintedSaysTheSame() throws IOException {
        Preseed preseed = hold(States.fresh(), "", "", "dir", "", "", "", "", "", "no", "yes");
        String printed = asked().substring(asked().indexOf("config:"));

        assertThat(PreseedYaml.read(printed)).isEqualTo(preseed);
    }

    @Test
    void answersThatEndBeforeTheQuestionsChangeNothing() {
        assertThatThrownBy(() -> hold(States.fresh(), "no", "no"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Would you like to configure LXD to use an existing bridge")
                .hasMessageContaining("--preseed");
    }
}
