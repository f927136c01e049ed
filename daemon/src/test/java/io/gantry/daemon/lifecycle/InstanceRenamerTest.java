package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceName;
import io.gantry.daemon.instance.InstanceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has an instance's name, and has another one after a rename. */
class InstanceRenamerTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final Map<String, Map<String, String>> NIC =
            Map.of("eth0", Map.of("type", "nic", "nictype", "bridged", "parent", "br0", "hwaddr", "00:16:3e:00:00:01"));

    @TempDir
    Path folder;

    private ActTools host;
    private Path logs;
    private InstanceRenamer renamer;

    @BeforeEach
    void open() {
        host = new ActTools(folder);
        logs = folder.resolve("logs");
        renamer = new InstanceRenamer(host.tools(), host.tools().runtime(), logs);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void rename() {
        renamer.rename(C1, new InstanceName("c2"));
    }

    @Test
    void itsAddressesInNetworksAreGivenBackInTheOldName() throws IOException {
        host.add("c1", NIC);

        rename();

        assertThat(host.takeTold())
                .containsExactly("leave br0 c1 eth0", "instance-renamed /1.0/instances/c2 {old_name=c1}");
        assertThat(host.operations()).containsExactly("Renaming instance");
        assertThat(host.plans().getFirst().resources())
                .containsEntry("instances", List.of("/1.0/instances/c1"))
                .containsEntry("containers", List.of("/1.0/containers/c1"));
    }

    @Test
    void theLinksLeadToTheVolumeUnderItsNewName() throws IOException {
        host.add("c1", Map.of());

        rename();

        assertThat(folder.resolve("containers/c2/f")).hasContent("c1");
        assertThat(folder.resolve("containers/c2")).isSymbolicLink();
        assertThat(folder.resolve("snapshots/c2")).isSymbolicLink();
        assertThat(Files.readSymbolicLink(folder.resolve("containers/c2")))
                .isEqualTo(folder.resolve("storage-pools/p/containers/c2"));
        for (String gone : List.of("containers/c1", "snapshots/c1")) {
            assertThat(Files.isSymbolicLink(folder.resolve(gone))).isFalse();
        }
    }

    @Test
    void cloudInitAndTemplatesWorkAgain() throws IOException {
        host.add(
                "c1",
                InstanceSettings.ofProfiles("x86_64", List.of())
                        .withDevices(Map.of("root", ActTools.root("p")))
                        .withConfig(Map.of("volatile.cloud-init.instance-id", "old", "user.a", "1")));

        rename();

        assertThat(host.find("c2").config())
                .containsEntry("user.a", "1")
                .containsEntry("volatile.apply_template", "rename")
                .doesNotContainEntry("volatile.cloud-init.instance-id", "old")
                .containsKey("volatile.cloud-init.instance-id");
    }

    @Test
    void logsComeAlong() throws IOException {
        host.add("c1", Map.of());
        Files.writeString(Files.createDirectories(logs.resolve("c1")).resolve("lxc.log"), "started");

        rename();

        assertThat(logs.resolve("c2/lxc.log")).hasContent("started");
        assertThat(logs.resolve("c1")).doesNotExist();
    }

    /** An instance of that name may have left some, which nobody removed. */
    @Test
    void logsThatCannotComeAlongAreNotInTheWay() throws IOException {
        host.add("c1", Map.of());
        Files.writeString(Files.createDirectories(logs.resolve("c1")).resolve("lxc.log"), "started");
        Files.writeString(Files.createDirectories(logs.resolve("c2")).resolve("lxc.log"), "another's");

        rename();

        assertThat(host.find("c2").key()).isEqualTo(ActTools.key("c2"));
        assertThat(logs.resolve("c1/lxc.log")).hasContent("started");
        assertThat(logs.resolve("c2/lxc.log")).hasContent("another's");
    }

    @Test
    void whatFailsTellsNothingAndLeavesTheName() throws IOException {
        host.add("c1", NIC);
        host.effects().failAt(0);

        assertThatThrownBy(this::rename).hasMessageContaining("the test lets this fail");

        assertThat(host.takeTold()).isEmpty();
        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        assertThat(host.find("c1").devices()).containsKey("eth0");
    }

    @Test
    void bothNamesAreHeld() throws IOException {
        host.add("c1", Map.of());

        try (var _ = host.locks().keep(C1, "copy")) {
            assertThatThrownBy(this::rename).hasMessageContaining("c1 has a \"copy\" under way");
        }
        try (var _ = host.locks().acquire(ActTools.key("c2"), "create")) {
            assertThatThrownBy(this::rename).hasMessageContaining("c2 has a \"create\" under way");
        }
        rename();
        host.locks().acquireRemoval(C1, "test").close();
        host.locks().acquireRemoval(ActTools.key("c2"), "test").close();
    }
}
