package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.InstancePut;
import io.gantry.daemon.core.FakeClock;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.lifecycle.InstanceUpdater.Basis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of an instance c1, and of profiles that it has, with live changes that are only noted. */
class InstanceUpdaterTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final Map<String, String> NIC =
            Map.of("type", "nic", "nictype", "bridged", "parent", "br0", "hwaddr", "00:16:3e:00:00:01");

    @TempDir
    Path folder;

    private final List<String> live = new ArrayList<>();
    private final RefreshFollowUps followUps = new RefreshFollowUps(new FakeClock());
    private Runnable duringLiveChange = () -> {};
    private ActTools host;
    private InstanceUpdater updater;

    @BeforeEach
    void open() {
        host = new ActTools(folder);
        updater = new InstanceUpdater(host.tools(), this::applyLive, new InterfaceDefaults(new Random(1)), followUps);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void applyLive(ExpandedInstance before, ExpandedInstance after) {
        live.add(note(before) + " -> " + note(after));
        duringLiveChange.run();
    }

    private static String note(ExpandedInstance instance) {
        return instance.config().getOrDefault("user.a", "-");
    }

    private static InstancePut.Builder put(Map<String, String> config, Map<String, Map<String, String>> devices) {
        return InstancePut.builder().config(config).devices(devices).profiles(List.of());
    }

    private void change(Map<String, String> config, Map<String, Map<String, String>> devices) {
        updater.replaceNow(C1, put(config, devices).build());
    }

    private static Map<String, Map<String, String>> rooted(String device, Map<String, String> options) {
        return Map.of("root", ActTools.root("p"), device, options);
    }

    private Map<String, String> config() {
        return host.find("c1").record().config();
    }

    @Test
    void aChangeIsLiveThenStoredThenTold() throws IOException {
        host.add("c1", Map.of());
        duringLiveChange = () -> assertThat(config()).isEmpty();

        change(Map.of("user.a", "1"), Map.of("root", ActTools.root("p")));

        assertThat(live).containsExactly("- -> 1");
        assertThat(config()).containsEntry("user.a", "1");
        assertThat(host.takeTold()).containsExactly("instance-updated /1.0/instances/c1");
    }

    @Test
    void whatCannotBeLiveIsNotStored() throws IOException {
        host.add("c1", Map.of());
        duringLiveChange = () -> {
            throw DaemonException.invalid("limits.memory of c1 cannot change");
        };

        assertThatThrownBy(() -> change(Map.of("user.a", "1"), rooted("eth0", NIC)))
                .hasMessage("limits.memory of c1 cannot change");

        assertThat(live).hasSize(1);
        assertThat(config()).isEmpty();
        assertThat(host.find("c1").devices()).containsOnlyKeys("root");
        assertThat(host.takeTold()).isEmpty();
        // Nothing holds the instance any more.
        host.locks().acquireRemoval(C1, "test").close();
    }

    @Test
    void whatCannotBeLimitedIsTakenBackLive() throws IOException {
        host.add("c1", rooted("eth0", NIC));

        assertThatThrownBy(() -> change(Map.of("user.a", "1"), Map.of("root", ActTools.root("p", "10B"))))
                .hasMessage("the root disk of c1 cannot have the size 10B: it holds 1000 bytes");

        assertThat(live).containsExactly("- -> 1", "1 -> -");
        assertThat(config()).isEmpty();
        assertThat(host.limits()).isEmpty();
        assertThat(host.takeTold()).isEmpty();
    }

    @Test
    void whatCannotBeStoredIsTakenBackLive() throws IOException {
        host.add("c1", Map.of());
        duringLiveChange = () -> host.tools()
                .database()
                .change(connection -> host.tools().store().delete(connection, C1));

        assertThatThrownBy(() -> change(Map.of("user.a", "1"), Map.of("root", ActTools.root("p"))))
                .hasMessage("Instance not found: c1");

        assertThat(live).containsExactly("- -> 1", "1 -> -");
        assertThat(host.takeTold()).isEmpty();
    }

    @Test
    void theLimitOfTheRootDiskFollowsItsSize() throws IOException {
        host.add("c1", Map.of("root", ActTools.root("p", "1KiB")));

        change(Map.of("user.a", "1"), Map.of("root", ActTools.root("p", "1KiB")));
        assertThat(host.limits()).isEmpty();
        change(Map.of(), Map.of("root", ActTools.root("p", "2KiB")));
        assertThat(host.limits()).isEqualTo(Map.of("p/c1", "2048"));
        change(Map.of(), Map.of("root", ActTools.root("p")));
        assertThat(host.limits()).isEqualTo(Map.of("p/c1", "none"));
    }

    @Test
    void interfacesThatAreNotThereAnyMoreLeaveTheirNetworks() throws IOException {
        Map<String, String> other = Map.of("type", "nic", "nictype", "p2p");
        host.add("c1", Map.of("root", ActTools.root("p"), "eth0", NIC, "eth1", other));

        change(Map.of("user.a", "1"), rooted("eth0", NIC));
        assertThat(host.takeTold()).containsExactly("instance-updated /1.0/instances/c1");

        var moved = new HashMap<>(NIC);
        moved.put("parent", "br1");
        change(Map.of(), rooted("eth0", moved));
        assertThat(host.takeTold()).containsExactly("leave br0 c1 eth0", "instance-updated /1.0/instances/c1");

        change(Map.of(), Map.of("root", ActTools.root("p")));
        assertThat(host.takeTold()).containsExactly("leave br1 c1 eth0", "instance-updated /1.0/instances/c1");
    }

    @Test
    void anInterfaceHasTheSameAddressAsLongAsItIsThere() throws IOException {
        host.add("c1", Map.of());
        Map<String, String> nic = Map.of("type", "nic", "nictype", "p2p");

        change(Map.of(), rooted("n", nic));
        String address = config().getOrDefault("volatile.n.hwaddr", "");
        assertThat(address).startsWith("00:16:3e:");
        change(config(), rooted("n", nic));
        assertThat(config()).containsEntry("volatile.n.hwaddr", address).containsEntry("volatile.n.name", "eth0");
        change(config(), Map.of("root", ActTools.root("p")));
        assertThat(config()).doesNotContainKeys("volatile.n.hwaddr", "volatile.n.name");
    }

    /** What the daemon notes while an instance follows is newer than what the change began with. */
    @Test
    void whatTheDaemonNotesMeanwhileStays() throws IOException {
        host.add(
                "c1",
                InstanceSettings.ofProfiles("x86_64", List.of())
                        .withDevices(Map.of("root", ActTools.root("p")))
                        .withConfig(Map.of("volatile.last_state.power", "RUNNING", "volatile.apply_template", "copy")));
        duringLiveChange = () -> host.tools()
                .instances()
                .change(
                        C1,
                        record -> record.withConfig(Map.of(
                                "volatile.last_state.power",
                                "STOPPED",
                                "volatile.n.host_name",
                                "veth1",
                                "user.b",
                                "2")));

        change(Map.of("user.a", "1"), Map.of("root", ActTools.root("p")));

        assertThat(config())
                .containsEntry("volatile.last_state.power", "STOPPED")
                .containsEntry("volatile.n.host_name", "veth1")
                .containsEntry("user.a", "1")
                .doesNotContainKeys("volatile.apply_template", "user.b");
    }

    @Test
    void cloudInitWorksAgainOnlyWhereItHasSomethingToDo() throws IOException {
        host.add("c1", Map.of());
        String key = "volatile.cloud-init.instance-id";

        change(Map.of("user.a", "1"), Map.of("root", ActTools.root("p")));
        assertThat(config()).doesNotContainKey(key);
        change(Map.of("cloud-init.user-data", "#!/bin/sh"), Map.of("root", ActTools.root("p")));
        String first = config().getOrDefault(key, "");
        assertThat(first).isNotEmpty();
        change(Map.of("cloud-init.user-data", "#!/bin/sh", "user.a", "2"), Map.of("root", ActTools.root("p")));
        assertThat(config()).containsEntry(key, first);
        change(Map.of("cloud-init.user-data", "#!/bin/sh", "user.a", "2"), rooted("eth0", NIC));
        assertThat(config().get(key)).isNotEqualTo(first);
    }

    @Test
    void theRootDiskStaysInItsPool() throws IOException {
        host.add("c1", Map.of());

        assertThatThrownBy(() -> change(Map.of(), Map.of("root", ActTools.root("q"))))
                .hasMessage("the root disk of c1 is in storage pool p: its pool cannot be changed to q;"
                        + " move the instance instead");
        assertThatThrownBy(() -> change(Map.of(), Map.of())).hasMessageContaining("root");
        assertThat(live).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidBeforeTheOperationBegins() throws IOException {
        host.add("c1", Map.of());
        InstancePut fact = put(Map.of("volatile.last_state.power", "RUNNING"), Map.of("root", ActTools.root("p")))
                .build();

        assertThatThrownBy(() -> updater.replace(C1, fact, Basis.CURRENT))
                .hasMessageContaining("volatile.last_state.power says what is so on this host");
        assertThatThrownBy(() -> updater.replace(
                        C1, put(Map.of("no.such", "1"), Map.of()).build(), Basis.UNKNOWN))
                .hasMessageContaining("no.such");
        assertThatThrownBy(() -> updater.replace(
                        C1, put(Map.of(), Map.of("d", Map.of("type", "teapot"))).build(), Basis.UNKNOWN))
                .hasMessageContaining("teapot");
        assertThatThrownBy(() -> updater.replace(
                        C1, put(Map.of(), Map.of()).profiles(List.of("gone")).build(), Basis.UNKNOWN))
                .hasMessageStartingWith("Profile not found: gone");
        assertThat(host.operations()).isEmpty();

        updater.replace(C1, fact, Basis.UNKNOWN);
        assertThat(host.operations()).containsExactly("Updating instance");
        assertThat(config()).isEmpty();
    }

    @Test
    void whoeverIsBusyIsNotChanged() throws IOException {
        host.add("c1", Map.of());

        try (var _ = host.locks().acquire(C1, "start")) {
            assertThatThrownBy(() -> change(Map.of("user.a", "1"), Map.of("root", ActTools.root("p"))))
                    .hasMessageContaining("c1 has a \"start\" under way");
        }
        assertThat(live).isEmpty();
    }

    private ExpandedInstance addProfiled(Map<String, Map<String, String>> devices) throws IOException {
        host.profile("default", Map.of(), Map.of("root", ActTools.root("p")));
        return host.add(
                "c1", InstanceSettings.ofProfiles("x86_64", List.of("default")).withDevices(devices));
    }

    private ExpandedInstance follow(Map<String, String> config, Map<String, Map<String, String>> devices) {
        ExpandedInstance before = host.find("c1");
        host.profile("default", config, devices);
        return updater.follow(before, host.find("c1"));
    }

    @Test
    void aProfilesChangeIsLiveAndLimitsAndLeaves() throws IOException {
        addProfiled(Map.of());
        host.profile("default", Map.of(), rooted("eth0", NIC));

        ExpandedInstance next = follow(
                Map.of("user.a", "1", "cloud-init.user-data", "x"),
                Map.of("root", ActTools.root("p", "2KiB"), "n", Map.of("type", "nic", "nictype", "p2p")));

        assertThat(live).containsExactly("- -> 1");
        assertThat(host.limits()).isEqualTo(Map.of("p/c1", "2048"));
        assertThat(host.takeTold()).containsExactly("leave br0 c1 eth0");
        assertThat(next.record().config())
                .containsKeys("volatile.n.hwaddr", "volatile.n.name", "volatile.cloud-init.instance-id")
                .doesNotContainKey("user.a");
        assertThat(next.config()).containsEntry("user.a", "1").containsKey("volatile.n.hwaddr");
        // The caller stores it, with the profile.
        assertThat(config()).isEmpty();
    }

    @Test
    void aProfilesChangeThatConcernsNothingOfCloudInitLeavesItsIdAlone() throws IOException {
        addProfiled(Map.of());

        assertThat(follow(Map.of("user.a", "1"), Map.of("root", ActTools.root("p")))
                        .config())
                .doesNotContainKey("volatile.cloud-init.instance-id");
    }

    @Test
    void aProfileThatLimitsTooMuchIsTakenBackLive() throws IOException {
        addProfiled(Map.of());

        assertThatThrownBy(() -> follow(Map.of("user.a", "1"), Map.of("root", ActTools.root("p", "10B"))))
                .hasMessageContaining("cannot have the size 10B");

        assertThat(live).containsExactly("- -> 1", "1 -> -");
    }

    @Test
    void aProfileCannotTakeTheRootDiskAway() throws IOException {
        addProfiled(Map.of());

        for (Map<String, Map<String, String>> devices :
                List.of(Map.<String, Map<String, String>>of(), Map.of("root", ActTools.root("q")))) {
            assertThatThrownBy(() -> follow(Map.of(), devices))
                    .hasMessage("At least one instance relies on this profile's root disk device: c1;"
                            + " give it a root disk of its own first");
            host.profile("default", Map.of(), Map.of("root", ActTools.root("p")));
        }
        assertThat(live).isEmpty();
    }
}
