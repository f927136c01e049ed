package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.DaemonUnderTest;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Containers on a managed bridge of a host that is a network namespace. */
@SuppressWarnings("NullAway.Init") // made before each test
class NetworkTest {
    private static final Duration LEASED = Duration.ofSeconds(30);

    private TwoHosts hosts;
    private Daemon daemon;
    private Client user;

    @BeforeEach
    void start() {
        hosts = new TwoHosts();
        daemon = hosts.first().startDaemonForNetworks();
        daemon.subCommand("init", "--auto").succeeded();
        user = hosts.first().client();
        user.lxc(
                "image",
                "import",
                BusyboxImage.writeTo(hosts.scratch().folder()).toString(),
                "--alias",
                "bb");
    }

    @AfterEach
    void stop() {
        daemon.subCommand("shutdown", "--timeout=20").succeeded();
        daemon.close();
        hosts.close();
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void aContainerGetsItsAddressAndKeepsItsCardOverRestarts() {
        user.lxc("launch", "bb", "c1");
        Await.until("c1 has an address", LEASED, () -> hasAddress("c1", "eth0"));
        String address = macOf("c1", "eth0");

        user.lxc("restart", "--force", "c1");
        Await.until("c1 has an address again", LEASED, () -> hasAddress("c1", "eth0"));

        assertThat(macOf("c1", "eth0")).isEqualTo(address);
        assertThat(user.lxc("config", "get", "c1", "volatile.eth0.hwaddr")).isEqualTo(address);
        assertThat(cards()).hasSize(1).first().isEqualTo(user.lxc("config", "get", "c1", "volatile.eth0.host_name"));
        user.lxc("delete", "--force", "c1");
        assertThat(cards()).isEmpty();
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void aContainerHasIpv6AndReachesTheOtherHostThroughItsOwn() {
        user.lxc("launch", "bb", "c1");
        Await.until(
                "c1 has an IPv6 address",
                LEASED,
                () -> user.lxc("list", "c1", "--format", "csv", "-c", "6").contains("fd42:"));
        Await.until("c1 has an address", LEASED, () -> hasAddress("c1", "eth0"));

        reachesTheOtherHost("c1");

        user.lxc("network", "set", "lxdbr0", "dns.domain", "example");
        assertThat(user.lxc("network", "get", "lxdbr0", "dns.domain")).isEqualTo("example");
        reachesTheOtherHost("c1");
    }

    /** Not on LXD, which refuses a second card on one bridge for its name in the DNS. */
    @Test
    void cardsThatComeAndGoLeaveTheOthersTheirNames() {
        user.lxc("launch", "bb", "c1");
        String first = macOf("c1", "eth0");

        // Its device comes before eth0 in the order of names.
        user.lxc("config", "device", "add", "c1", "another", "nic", "nictype=bridged", "parent=lxdbr0");
        assertThat(macOf("c1", "eth0")).isEqualTo(first);
        String second = macOf("c1", "eth1");
        assertThat(cards()).hasSize(2);

        user.lxc("restart", "--force", "c1");
        assertThat(macOf("c1", "eth0")).isEqualTo(first);
        assertThat(macOf("c1", "eth1")).isEqualTo(second);

        user.lxc("config", "device", "remove", "c1", "another");
        assertThat(user.attempt("exec", "c1", "--", "test", "-e", "/sys/class/net/eth1")
                        .status())
                .isNotZero();
        assertThat(cards()).hasSize(1);
    }

    /** Interfaces of the host beside the bridges: one that is shared, and one that is lent. */
    @Test
    void cardsOfTheHostAreSharedAndLent() {
        String[] host = {"ip", "-n", hosts.first().namespace()};
        for (String card : List.of("card0", "card1")) {
            Command.of(host)
                    .with("link", "add", card, "type", "veth", "peer", "name", "wire-" + card)
                    .run()
                    .succeeded();
        }
        user.lxc("init", "bb", "c1");
        user.lxc("config", "device", "add", "c1", "shared", "nic", "nictype=macvlan", "parent=card0", "name=shared0");
        user.lxc("config", "device", "add", "c1", "lent", "nic", "nictype=physical", "parent=card1", "name=lent0");
        user.lxc("start", "c1");

        assertThat(macOf("c1", "shared0")).isEqualTo(user.lxc("config", "get", "c1", "volatile.shared.hwaddr"));
        assertThat(user.lxc("exec", "c1", "--", "ls", "/sys/class/net")).contains("lent0", "shared0");
        assertThat(hostHas("card0")).isTrue();
        assertThat(hostHas("card1")).isFalse();
        assertThat(user.attempt("config", "device", "add", "c1", "again", "nic", "nictype=physical", "parent=card1")
                        .refused())
                .contains("card1", "an instance has it");

        for (String device : List.of("shared", "lent")) {
            user.lxc("config", "device", "remove", "c1", device);
        }
        assertThat(user.lxc("exec", "c1", "--", "ls", "/sys/class/net")).doesNotContain("lent0", "shared0");
        assertThat(hostHas("card1")).isTrue();
        user.lxc("config", "device", "add", "c1", "shared", "nic", "nictype=macvlan", "parent=card0", "name=shared0");
        user.lxc("config", "device", "add", "c1", "lent", "nic", "nictype=physical", "parent=card1", "name=lent0");
        assertThat(user.lxc("exec", "c1", "--", "ls", "/sys/class/net")).contains("lent0", "shared0");
        assertThat(hostHas("card1")).isFalse();

        user.lxc("delete", "--force", "c1");
        assertThat(hostHas("card1")).isTrue();
        assertThat(Command.of(host)
                        .with("-o", "link", "show", "type", "macvlan")
                        .output())
                .isEmpty();
    }

    private boolean hostHas(String card) {
        return Command.of("ip", "-n", hosts.first().namespace(), "link", "show", card)
                        .run()
                        .status()
                == 0;
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void namesAndAddressesFollowContainersToTheirEnd() {
        user.lxc("network", "create", "tiny", "ipv4.address=10.77.1.1/24", "ipv6.address=none");
        user.lxc("launch", "bb", "c1", "-n", "tiny");
        assertThat(user.lxc("config", "device", "get", "c1", "eth0", "network")).isEqualTo("tiny");
        Await.until("c1 has an address", LEASED, () -> hasAddress("c1", "eth0"));
        assertThat(user.lxc("network", "list-leases", "tiny", "--format", "csv"))
                .contains("c1," + macOf("c1", "eth0") + ",10.77.1.");
        assertThat(lookUp("c1.lxd").text()).contains("Name:\tc1.lxd");

        user.lxc("stop", "--force", "c1");
        user.lxc("rename", "c1", "c2");
        user.lxc("start", "c2");
        Await.until("c2 has an address", LEASED, () -> hasAddress("c2", "eth0"));
        assertThat(lookUp("c2.lxd").text()).contains("Name:\tc2.lxd");
        assertThat(lookUp("c1.lxd").status()).isNotZero();

        Path leases = daemon.lxdDir().resolve("networks/tiny/dnsmasq.leases");
        assertThat(leases).isNotEmptyFile();
        user.lxc("config", "device", "remove", "c2", "eth0");
        Await.until("the lease is given back", LEASED, () -> isEmpty(leases));
        assertThat(lookUp("c2.lxd").status()).isNotZero();

        user.lxc("network", "attach", "tiny", "c2", "eth0");
        user.lxc("restart", "--force", "c2");
        Await.until("c2 has an address again", LEASED, () -> hasAddress("c2", "eth0"));
        user.lxc("delete", "--force", "c2");
        Await.until("the lease is given back", LEASED, () -> isEmpty(leases));
        user.lxc("network", "delete", "tiny");
        assertThat(daemon.lxdDir().resolve("networks/tiny")).doesNotExist();
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Command.Outcome lookUp(String name) {
        return Command.of("busybox", "nslookup", name, "10.77.1.1")
                .inNamespace(hosts.first().namespace())
                .run();
    }

    /** Not on LXD, which does not start it again. */
    @Test
    void whatAContainerLeftWhileTheDaemonWasGoneIsInNobodysWay() {
        user.lxc("launch", "bb", "c1");
        String init = user.lxc("query", "/1.0/instances/c1/state").replaceAll("(?s).*\"pid\": ?(\\d+).*", "$1");
        daemon.kill();
        Command.of("kill", "-KILL", init).output();

        daemon.startAgain();
        // It ran when the daemon was last seen, so it is started again.
        Await.until(
                "c1 runs",
                LEASED,
                () -> user.lxc("list", "--format", "csv", "-c", "s").equals("RUNNING"));
        Await.until("c1 has an address", LEASED, () -> hasAddress("c1", "eth0"));
        assertThat(cards()).hasSize(1);
    }

    @Test
    @Tag(DaemonUnderTest.CLIENT)
    void aMissingBridgeIsNamed() {
        user.lxc("init", "bb", "c1");
        user.lxc("config", "device", "add", "c1", "eth0", "nic", "nictype=bridged", "parent=nobridge");

        assertThat(user.refused("start", "c1")).contains("eth0").contains("nobridge");
        assertThat(user.lxc("list", "--format", "csv", "-c", "s")).isEqualTo("STOPPED");
        assertThat(cards()).isEmpty();
    }

    private void reachesTheOtherHost(String container) {
        String other = hosts.second().address();
        user.lxc("exec", container, "--", "ping", "-c", "1", "-w", "10", other);
    }

    private boolean hasAddress(String container, String card) {
        return user.lxc("list", container, "--format", "csv", "-c", "4").contains("(" + card + ")");
    }

    private String macOf(String container, String card) {
        return user.lxc("exec", container, "--", "cat", "/sys/class/net/" + card + "/address");
    }

    /** The host's ends of the containers' interfaces. */
    private List<String> cards() {
        return Command.of("ip", "-n", hosts.first().namespace(), "-o", "link", "show", "type", "veth")
                .output()
                .lines()
                .map(line -> line.split("[:@ ]+", 4)[1])
                .filter(name -> name.startsWith("vet"))
                .toList();
    }
}
