package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.DaemonUnderTest;
import io.gantry.e2e.fixture.TwoHosts;
import io.gantry.e2e.fixture.Typist;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Remotes and trust, with our client and with Debian's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the hosts are made once for all tests of the class
class RemoteTest {
    private TwoHosts hosts;
    private Daemon foo;

    @BeforeAll
    void startFoo() {
        hosts = new TwoHosts();
        foo = hosts.second().startDaemon();
        Client administrator = hosts.second().client();
        administrator.lxc("config", "set", "core.https_address", "[::]:8443");
        administrator.lxc("config", "set", "core.trust_password", "something-secure");
    }

    @AfterAll
    void stop() {
        foo.close();
        hosts.close();
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void bothClientsAddTheRemoteAndAskItsServerForInformation() {
        for (Client client : List.of(hosts.first().client(), hosts.first().debianClient())) {
            String address = hosts.second().address();
            client.lxc("remote", "add", "foo", address, "--accept-certificate", "--password", "something-secure");

            assertThat(client.lxc("remote", "list", "--format", "csv"))
                    .contains("foo,https://" + address + ":8443,lxd");
            assertThat(client.lxc("info", "foo:")).contains("server: lxd").contains("auth: trusted");
            assertThat(client.lxc("list", "foo:")).startsWith("+");

            client.lxc("remote", "rename", "foo", "bar");
            client.lxc("remote", "remove", "bar");
            assertThat(client.refused("list", "bar:")).contains("bar");
        }
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void aWrongPasswordLeavesNoRemoteBehind() {
        Client client = stranger("wrong-password");

        String error = client.refused(
                "remote", "add", "foo", hosts.second().address(), "--accept-certificate", "--password", "guess");

        assertThat(error).contains("Error: ").doesNotContain("\tat ");
        assertThat(client.lxc("remote", "list", "--format", "csv")).doesNotContain("foo");
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void thePromptsTakeAnswersFromAPipe() {
        Client client = stranger("prompts");

        Command.Outcome outcome = client.command(
                        "remote", "add", "foo", hosts.second().address())
                .input("y\nsomething-secure\n")
                .run()
                .succeeded();

        assertThat(outcome.text() + outcome.errorText())
                .contains("Certificate fingerprint: ")
                .contains("ok (y/n")
                .contains("Admin password")
                .contains("Client certificate stored at server: foo");
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void aPasswordThatIsTypedOrPastedAtOnceDoesNotShow() {
        Client client = stranger("typist");

        Command.Outcome outcome = new Typist()
                .sees("ok (y/n")
                .types("y\r")
                .sees("Admin password")
                .types("something-secure\r")
                .at(client.command("remote", "add", "foo", hosts.second().address()));

        assertThat(outcome.status()).isZero();
        assertThat(outcome.text())
                .contains("Client certificate stored at server: foo")
                .doesNotContain("something-secure");
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void aPasswordThatIsPastedWithTheAnswerBeforeItDoesNotShow() {
        Client client = stranger("paster");

        Command.Outcome outcome = new Typist()
                .sees("ok (y/n")
                .types("y\rsomething-secure\r")
                .at(client.command("remote", "add", "foo", hosts.second().address()));

        assertThat(outcome.status()).isZero();
        assertThat(outcome.text())
                .contains("ok (y/n)? y", "Client certificate stored at server: foo")
                .doesNotContain("something-secure");
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void answeringNoStoresNothing() {
        Client client = stranger("answer-no");

        client.command("remote", "add", "foo", hosts.second().address())
                .input("n\n")
                .run()
                .refused();

        assertThat(client.lxc("remote", "list", "--format", "csv")).doesNotContain("foo");
    }

    @Test
    void strangersSeeOnlyWhatIsPublic() {
        String base = "https://" + hosts.second().address() + ":8443";
        var curl = Command.of("curl", "-sk").inNamespace(hosts.first().namespace());

        assertThat(curl.with(base + "/1.0").output())
                .contains("\"auth\":\"untrusted\"")
                .doesNotContain("kernel_version");
        assertThat(curl.with(base + "/1.0/images").output()).contains("\"metadata\":[]");
        for (String path :
                List.of("/1.0/instances", "/1.0/containers", "/1.0/profiles", "/1.0/storage-pools", "/1.0/events")) {
            assertThat(curl.with("-o", "/dev/null", "-w", "%{http_code}", base + path)
                            .output())
                    .as(path)
                    .isEqualTo("403");
        }
    }

    @Test
    void thePasswordIsNeverShown() {
        assertThat(hosts.second().client().lxc("config", "show")).contains("core.trust_password: true");
        assertThat(hosts.second().client().lxc("query", "/1.0")).doesNotContain("something-secure");
    }

    private Client stranger(String name) {
        return hosts.first().clientNamed(name);
    }
}
