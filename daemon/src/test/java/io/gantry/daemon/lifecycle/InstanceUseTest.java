package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gantry.api.StorageVolume;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.daemon.instance.NetworkMember;
import io.gantry.daemon.instance.SnapshotRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What instances use of pools and networks, and the links to their volumes. */
class InstanceUseTest {
    private static final InstanceKey C1 = ActTools.key("c1");

    @TempDir
    Path folder;

    private ActTools host;
    private InstancePoolUse pools;
    private InstanceNetworkUse networks;

    @BeforeEach
    void open() {
        host = new ActTools(folder);
        pools = new InstancePoolUse(host.tools().instances());
        networks = new InstanceNetworkUse(host.tools().instances());
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static Map<String, String> nic(String key, String network, String address) {
        return Map.of("type", "nic", key, network, "hwaddr", address);
    }

    @Test
    void aPoolHoldsTheVolumesOfInstancesAndOfSnapshots() throws IOException {
        host.add(
                "c1",
                InstanceSettings.ofProfiles("x86_64", List.of())
                        .withDevices(Map.of("root", ActTools.root("p")))
                        .withDescription("the first"));
        Instant taken = Instant.parse("2026-02-03T04:05:06Z");
        var snapshot = new SnapshotRecord(
                C1.snapshot("s"),
                InstanceSettings.ofProfiles("x86_64", List.of()).withDescription("then"),
                taken,
                Instant.EPOCH);
        host.tools().database().change(connection -> host.tools().store().insertSnapshot(connection, snapshot));

        assertThat(pools.volumesIn("p"))
                .containsExactly(
                        new StorageVolume(
                                Map.of(),
                                "the first",
                                "c1",
                                "container",
                                List.of("/1.0/instances/c1"),
                                "none",
                                "filesystem",
                                "default",
                                host.clock().instant()),
                        new StorageVolume(
                                Map.of(),
                                "then",
                                "c1/s",
                                "container",
                                List.of("/1.0/instances/c1/snapshots/s"),
                                "none",
                                "filesystem",
                                "default",
                                taken));
        assertThat(pools.usersOf("p")).containsExactly("/1.0/instances/c1", "/1.0/instances/c1/snapshots/s");
    }

    @Test
    void aPoolHoldsNothingOfOthers() throws IOException {
        host.add("c1", Map.of());

        assertThat(pools.volumesIn("q")).isEmpty();
        assertThat(pools.usersOf("q")).isEmpty();
    }

    @Test
    void aNetworkHasTheInstancesWithInterfacesInIt() throws IOException {
        host.profile("lan", Map.of(), Map.of("eth0", Map.of("type", "nic", "network", "br0")));
        host.add("c1", Map.of("eth0", nic("network", "br0", "00:16:3E:00:00:01")));
        host.add("c2", Map.of("eth0", nic("parent", "br1", "00:16:3e:00:00:02")));
        host.add(
                "c3",
                InstanceSettings.ofProfiles("x86_64", List.of("lan"))
                        .withDevices(Map.of("root", ActTools.root("p")))
                        .withConfig(Map.of("volatile.eth0.hwaddr", "00:16:3e:00:00:03")));
        host.add("c4", Map.of("br0", Map.of("type", "disk", "source", "/srv", "path", "/srv")));

        assertThat(networks.usersOf("br0")).containsExactly("/1.0/instances/c1", "/1.0/instances/c3");
        assertThat(networks.usersOf("br1")).containsExactly("/1.0/instances/c2");
        assertThat(networks.usersOf("br2")).isEmpty();
        assertThat(networks.membersOf("br0"))
                .containsExactly(
                        new NetworkMember(C1, "eth0", "br0", "00:16:3e:00:00:01"),
                        new NetworkMember(ActTools.key("c3"), "eth0", "br0", "00:16:3e:00:00:03"));
        assertThat(networks.membersOf("br1"))
                .containsExactly(new NetworkMember(ActTools.key("c2"), "eth0", "br1", "00:16:3e:00:00:02"));
    }

    @Test
    void linksLeadToTheVolumeAndToItsSnapshots() throws IOException {
        host.add("c1", Map.of());
        InstanceVolumes volumes = host.tools().volumes();

        assertThat(Files.readSymbolicLink(folder.resolve("containers/c1")))
                .isEqualTo(folder.resolve("storage-pools/p/containers/c1"));
        assertThat(Files.readSymbolicLink(folder.resolve("snapshots/c1")))
                .isEqualTo(folder.resolve("storage-pools/p/containers-snapshots/c1"));
        volumes.link("q", C1);
        assertThat(Files.readSymbolicLink(folder.resolve("containers/c1")))
                .isEqualTo(folder.resolve("storage-pools/q/containers/c1"));
        volumes.unlink(C1);
        assertThat(folder.resolve("containers")).isEmptyDirectory();
        assertThat(folder.resolve("snapshots")).isEmptyDirectory();
        volumes.unlink(C1);
        assertThat(volumes.pools()).containsExactly("p", "q");
    }

    @Test
    void linksThatCannotBeMadeNameTheInstance() throws IOException {
        Files.createDirectories(folder.resolve("containers/c1/something"));

        assertThat(catchThrowable(() -> host.tools().volumes().link("p", C1)))
                .hasMessageContaining("cannot make the links to the volume of c1");
        assertThat(catchThrowable(() -> host.tools().volumes().unlink(C1)))
                .hasMessageContaining("cannot remove the links to the volume of c1");
    }
}
