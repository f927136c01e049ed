package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.instance.InstanceKey;
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

/** What goes with an instance, and what is in the way of that. */
class InstanceDeleterTest {
    private static final InstanceKey C1 = ActTools.key("c1");
    private static final Map<String, Map<String, String>> NIC =
            Map.of("eth0", Map.of("type", "nic", "nictype", "bridged", "parent", "br0", "hwaddr", "00:16:3e:00:00:01"));

    @TempDir
    Path folder;

    private ActTools host;
    private InstanceDeleter deleter;

    @BeforeEach
    void open() {
        host = new ActTools(folder);
        deleter = new InstanceDeleter(host.tools(), host.tools().runtime(), folder.resolve("logs"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void allThatItHasGoes() throws IOException {
        host.add("c1", NIC);
        Path logs = Files.createDirectories(folder.resolve("logs/c1"));
        Files.writeString(logs.resolve("lxc.log"), "started");
        Files.writeString(logs.resolve("lxc.conf"), "started");
        host.add("c2", NIC);

        deleter.delete(C1);

        assertThat(host.takeTold()).containsExactly("leave br0 c1 eth0", "instance-deleted /1.0/instances/c1");
        assertThat(host.operations()).containsExactly("Deleting instance");
        assertThat(logs).doesNotExist();
        assertThat(folder.resolve("storage-pools/p/containers/c1")).doesNotExist();
        assertThat(Files.isSymbolicLink(folder.resolve("containers/c1"))).isFalse();
        assertThat(Files.isSymbolicLink(folder.resolve("snapshots/c1"))).isFalse();
        assertThat(host.tools().isTaken(C1)).isFalse();
        assertThat(folder.resolve("containers/c2/f")).hasContent("c2");
        host.locks().acquireRemoval(C1, "test").close();
    }

    @Test
    void aProfileMayProtectIt() throws IOException {
        host.profile("kept", Map.of("security.protection.delete", "true"), Map.of());
        host.add(
                "c1",
                InstanceSettings.ofProfiles("x86_64", List.of("kept")).withDevices(Map.of("root", ActTools.root("p"))));

        assertThatThrownBy(() -> deleter.delete(C1))
                .hasMessage("Instance is protected: unset security.protection.delete of c1 to delete it");
        assertThatThrownBy(() -> deleter.deleteNow(C1)).hasMessageContaining("protected");

        assertThat(host.operations()).isEmpty();
        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
    }

    @Test
    void whatRunsOrIsReadStays() throws IOException {
        host.add("c1", Map.of());
        host.tools().runtime().start(C1);
        assertThatThrownBy(() -> deleter.deleteNow(C1))
                .hasMessage("Instance is running: stop c1 first, or delete it with --force");
        host.tools().runtime().freeze(C1);
        assertThatThrownBy(() -> deleter.delete(C1)).hasMessageContaining("Instance is running");
        host.tools().runtime().kill(C1);

        try (var _ = host.locks().read(C1, "copy")) {
            assertThatThrownBy(() -> deleter.deleteNow(C1)).hasMessageContaining("c1 has a \"copy\" under way");
        }
        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        assertThat(host.takeTold()).isEmpty();
    }

    @Test
    void whatKeepsItsVolumeKeepsAll() throws IOException {
        host.add("c1", NIC);
        Files.createDirectories(folder.resolve("logs/c1"));
        host.effects().failAt(0);

        assertThatThrownBy(() -> deleter.deleteNow(C1)).hasMessageContaining("the test lets this fail");

        assertThat(host.takeTold()).isEmpty();
        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        assertThat(folder.resolve("logs/c1")).exists();
        host.tools().intents().settle();
        assertThat(host.tools().isTaken(C1)).isTrue();
    }
}
