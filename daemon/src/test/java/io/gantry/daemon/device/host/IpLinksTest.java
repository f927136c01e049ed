package io.gantry.daemon.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.config.value.BitRate;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandException;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.FakeCommandRunner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ip(8) and tc(8) are told. */
class IpLinksTest {
    private static final InterfaceName VETH = new InterfaceName("veth1");
    private static final InterfaceName INNER = new InterfaceName("eth0");
    private static final MacAddress ADDRESS = new MacAddress("00:16:3e:00:00:01");
    private static final BitRate NONE = BitRate.UNLIMITED;

    private final FakeCommandRunner commands = new FakeCommandRunner();
    private final IpLinks links = new IpLinks(commands);

    /** The commands with what they read, lines parted by a bar. */
    private List<String> told() {
        return commands.commands().stream()
                .map(command -> command.line()
                        + (command.input() instanceof CommandInput.Text(String text)
                                ? " < " + text.strip().replace("\n", " | ")
                                : ""))
                .toList();
    }

    @Test
    void aPairIsMadeInItsBridge() {
        links.addPair(VETH, "br0", new HostLinks.Link(new InterfaceName("vetp1"), ADDRESS, "1400"));

        assertThat(told())
                .containsExactly("ip -batch - < link add veth1 type veth peer name vetp1 address 00:16:3e:00:00:01 mtu"
                        + " 1400 | link set veth1 mtu 1400 master br0 up");
    }

    @Test
    void aPairIsMadeWithOneEndInAContainer() {
        links.addPairInto(VETH, "", new HostLinks.Link(INNER, MacAddress.ANY, ""), 42);

        assertThat(told())
                .containsExactly("ip -batch - < link add veth1 type veth peer name eth0 netns 42 | link set veth1 up");
    }

    @Test
    void aCardIsShared() {
        links.addMacvlan(new HostLinks.Link(new InterfaceName("mac1"), ADDRESS, ""), new InterfaceName("card0"));

        assertThat(told())
                .containsExactly(
                        "ip -batch - < link add link card0 name mac1 address 00:16:3e:00:00:01 type macvlan mode"
                                + " bridge");
    }

    @Test
    void anInterfaceGoesIntoAContainerAndComesBack() {
        links.give(new InterfaceName("card0"), 42, INNER);
        links.takeBack(INNER, 42, new InterfaceName("card0"));

        assertThat(told())
                .containsExactly(
                        "ip -batch - < link set dev card0 down | link set dev card0 netns 42 name eth0",
                        "nsenter --net=/proc/42/ns/net ip -batch - < link set dev eth0 up",
                        "nsenter --net=/proc/42/ns/net ip link show dev eth0",
                        "nsenter --net=/proc/42/ns/net ip -batch - < link set dev eth0 down | link set dev eth0 netns "
                                + ProcessHandle.current().pid() + " name card0");
    }

    @Test
    void whatTheContainerHasNoLongerStaysAway() {
        commands.fail("nsenter --net=/proc/42/ns/net ip link show", 1, "Device does not exist");

        links.takeBack(INNER, 42, new InterfaceName("card0"));

        assertThat(told()).hasSize(1);
    }

    @Test
    void limitsReplaceThoseBefore() {
        links.limit(VETH, new BitRate(1000), new BitRate(2000));

        assertThat(told())
                .containsExactly(
                        "tc qdisc del dev veth1 root",
                        "tc qdisc del dev veth1 ingress",
                        "tc -batch - < qdisc add dev veth1 root handle 1: htb default 10 | class add dev veth1 parent 1:"
                                + " classid 1:10 htb rate 1000bit | qdisc add dev veth1 handle ffff: ingress | filter add"
                                + " dev veth1 parent ffff: protocol all prio 1 u32 match u32 0 0 police rate 2000bit burst"
                                + " 1024k mtu 64kb drop");
    }

    @Test
    void noLimitsEndThoseBeforeWhereThereWereAny() {
        commands.fail("tc qdisc del", 2, "Cannot delete qdisc with handle of zero.");

        links.limit(VETH, NONE, NONE);

        assertThat(told()).containsExactly("tc qdisc del dev veth1 root", "tc qdisc del dev veth1 ingress");
    }

    @Test
    void whatIsNotThereIsNotRemovedAndARefusalIsPassedOn() {
        links.remove(VETH);
        assertThat(told()).isEmpty();
        assertThat(links.exists(new InterfaceName("lo"))).isTrue();

        commands.fail("ip -batch", 1, "Operation not permitted");
        assertThatThrownBy(() -> links.addPair(VETH, "br0", new HostLinks.Link(INNER, ADDRESS, "")))
                .isInstanceOf(CommandException.class);
    }

    @Test
    void whatIsNoNameReachesNoProgram() {
        for (String name : List.of("", "a b", "x\nlink delete eth0", "../eth0", "-batch", "an-interface-name")) {
            assertThatThrownBy(() -> new InterfaceName(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> links.addPair(VETH, "br0 up\nlink delete", new HostLinks.Link(INNER, ADDRESS, "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MacAddress("00:16:3e:00:00:01 netns 1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HostLinks.Link(INNER, ADDRESS, "1400 netns 1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(commands.commands().stream().map(Command::line)).isEmpty();
    }
}
