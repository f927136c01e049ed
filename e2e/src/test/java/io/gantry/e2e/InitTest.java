package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.Project;
import io.gantry.e2e.fixture.TwoHosts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code lxd init} against servers that are set up only by it, and what it writes given to Debian's LXD. */
@SuppressWarnings("NullAway.Init") // made before all tests
class InitTest {
    private static TwoHosts hosts;
    private static Daemon daemon;
    private static Client lxc;

    @BeforeAll
    static void start() {
        hosts = new TwoHosts();
        daemon = hosts.first().startGantry();
        lxc = hosts.first().client();
    }

    @AfterAll
    static void stop() {
        daemon.close();
        hosts.close();
    }

    private static Command init(String... flags) {
        return Command.of(Project.program("lxd").toString(), "init")
                .with(flags)
                .inNamespace(hosts.first().namespace())
                .environment("LXD_DIR", daemon.lxdDir().toString());
    }

    private static String dump() {
        return init("--dump").run().succeeded().text();
    }

    @Test
    void aFailedPreseedLeavesNothingAndOneThatWorksCanBeRepeatedAndDumped() {
        String before = dump();
        String broken = """
                config:
                  core.https_address: 127.0.0.1:18471
                storage_pools:
                - name: second
                  driver: dir
                networks:
                - name: initbr1
                  config:
                    ipv6.address: none
                profiles:
                - name: default
                  description: changed
                - name: bad
                  config:
                    limits.nothing: "1"
                """;
        assertThat(init("--preseed").input(broken).run().refused())
                .contains("profile \"bad\"")
                .contains("limits.nothing");
        assertThat(dump()).isEqualTo(before);

        String right = broken.substring(0, broken.indexOf("- name: bad")) + """
                  devices:
                    root: {type: disk, path: /, pool: second}
                    eth0: {type: nic, network: initbr1, name: eth0}
                """;
        init("--preseed").input(right).run().succeeded();
        String after = dump();
        assertThat(after).contains("core.https_address: 127.0.0.1:18471").contains("name: initbr1");
        init("--preseed").input(right).run().succeeded();
        init("--preseed").input(after).run().succeeded();
        assertThat(dump()).isEqualTo(after);

        assertThat(lxc.refused("network", "delete", "initbr1"))
                .contains("currently in use")
                .contains("/1.0/profiles/default");
        assertThat(lxc.lxc("network", "show", "initbr1")).contains("- /1.0/profiles/default");
        takenByDebianLxd(after.replace(
                daemon.lxdDir().toString(), hosts.second().debianDir().toString()));
    }

    private static void takenByDebianLxd(String preseed) {
        try (Daemon debian = hosts.second().startDebianLxd()) {
            Command.of("/usr/bin/lxd", "init", "--preseed")
                    .inNamespace(hosts.second().namespace())
                    .environment("LXD_DIR", debian.lxdDir().toString())
                    .input(preseed)
                    .run()
                    .succeeded();
            Client debianLxc = hosts.second().debianClientOfDebianLxd();
            assertThat(debianLxc.lxc("network", "list", "--format=csv")).contains("initbr1,bridge,YES");
            assertThat(debianLxc.lxc("storage", "list", "--format=csv")).contains("second,dir");
        }
    }

    @Test
    void questionsAreAnsweredOnATerminalAndPasswordsAreNotSeen() {
        String script = """
                set timeout 60
                spawn -noecho %s init
                proc answer {question reply} {
                    expect {
                        $question { send "$reply\\r" }
                        timeout { puts "no question: $question"; exit 9 }
                        eof { puts "ended before: $question"; exit 8 }
                    }
                }
                answer "configure a new storage pool?" no
                answer "create a new local network bridge?" no
                answer "use an existing bridge or host interface?" no
                answer "available over the network?" yes
                answer "Address to bind LXD to" 127.0.0.1
                answer "Port to bind LXD to" 18472
                answer "Trust password for new clients: " hidden-word
                answer "Again: " hidden-word
                answer "updated automatically?" no
                answer "preseed to be printed?" no
                expect eof
                lassign [wait] pid id os status
                exit $status
                """.formatted(Project.program("lxd"));
        String typed = Command.of("expect", "-c", script)
                .inNamespace(hosts.first().namespace())
                .environment("LXD_DIR", daemon.lxdDir().toString())
                .run()
                .succeeded()
                .text();

        assertThat(typed).contains("Again: ").doesNotContain("hidden-word");
        assertThat(lxc.lxc("config", "get", "core.https_address")).isEqualTo("127.0.0.1:18472");
        assertThat(lxc.lxc("config", "get", "core.trust_password")).isEqualTo("true");
        assertThat(lxc.lxc("config", "get", "images.auto_update_interval")).isEqualTo("0");
        lxc.lxc("config", "unset", "core.https_address");
    }

    @Test
    void aBridgeOfSomebodyElseIsLeftAlone() {
        Command.of("ip", "-n", hosts.second().namespace(), "link", "add", "lxdbr0", "type", "bridge")
                .output();
        try (Daemon other = hosts.second().startGantry()) {
            other.subCommand("init", "--auto").succeeded();
            assertThat(other.subCommand("init", "--dump").text())
                    .contains("network: lxdbr1")
                    .doesNotContain("lxdbr0");
        }
    }
}
