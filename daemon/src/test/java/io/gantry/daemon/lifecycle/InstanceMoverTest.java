package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.storage.tree.PoolCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that go from the pool p to the pool q. */
class InstanceMoverTest {
    private static final InstanceKey C1 = ActTools.key("c1");

    @TempDir
    Path folder;

    private ActTools host;
    private InstanceMover mover;

    @BeforeEach
    void open() {
        host = new ActTools(folder);
        mover = new InstanceMover(
                host.tools(),
                host.tools().runtime(),
                new PoolCopy(host.tools().core().surroundings().commands()));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void theVolumeTheLinkAndTheRecordMove() throws IOException {
        host.add("c1", Map.of("eth0", Map.of("type", "nic", "nictype", "p2p")));

        mover.move(C1, "q");

        assertThat(host.find("c1").record().pool()).isEqualTo("q");
        assertThat(host.find("c1").record().devices())
                .isEqualTo(Map.of("root", ActTools.root("q"), "eth0", Map.of("type", "nic", "nictype", "p2p")));
        assertThat(Files.readSymbolicLink(folder.resolve("containers/c1")))
                .isEqualTo(folder.resolve("storage-pools/q/containers/c1"));
        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        assertThat(folder.resolve("storage-pools/p/containers/c1")).doesNotExist();
        assertThat(host.takeTold()).containsExactly("instance-updated /1.0/instances/c1");
        assertThat(host.operations()).containsExactly("Moving instance");
        assertThat(host.plans().getFirst().mayCancel()).isTrue();
        host.locks().acquireRemoval(C1, "test").close();
    }

    @Test
    void itsSizeIsTheLimitInTheNewPoolToo() throws IOException {
        host.poolLimits("q", "4KiB");
        host.add("c1", Map.of("root", ActTools.root("p", "2KiB")));

        mover.move(C1, "q");

        assertThat(host.limits()).isEqualTo(Map.of("q/c1", "2048"));
        assertThat(host.find("c1").devices()).isEqualTo(Map.of("root", ActTools.root("q", "2KiB")));
    }

    @Test
    void whatHasNoSizeIsLimitedAsTheNewPoolSays() throws IOException {
        host.poolLimits("q", "4KiB");
        host.poolLimits("p", "8KiB");
        host.add("c1", Map.of());

        mover.move(C1, "q");

        assertThat(host.limits()).isEqualTo(Map.of("q/c1", "4096"));
    }

    @Test
    void theRootDiskOfAProfileBecomesItsOwn() throws IOException {
        host.profile("default", Map.of(), Map.of("root", ActTools.root("p", "2KiB")));
        host.add("c1", InstanceSettings.ofProfiles("x86_64", List.of("default")));

        mover.move(C1, "q");

        assertThat(host.find("c1").record().devices()).isEqualTo(Map.of("root", ActTools.root("q", "2KiB")));
        assertThat(host.find("c1").record().profiles()).containsExactly("default");
    }

    @Test
    void whatDoesNotFitStaysWhereItIs() throws IOException {
        host.poolLimits("q", "10B");
        host.add("c1", Map.of());

        assertThatThrownBy(() -> mover.move(C1, "q"))
                .hasMessage("the root disk of c1 cannot have the size 10B: it holds 1000 bytes");

        assertThat(host.find("c1").record().pool()).isEqualTo("p");
        assertThat(host.find("c1").devices()).isEqualTo(Map.of("root", ActTools.root("p")));
        assertThat(folder.resolve("containers/c1/f")).hasContent("c1");
        assertThat(folder.resolve("storage-pools/q/containers/c1")).doesNotExist();
        assertThat(host.takeTold()).isEmpty();
    }

    @Test
    void whatCannotBeMovedIsSaidBeforeTheOperationBegins() throws IOException {
        host.add("c1", Map.of());

        assertThatThrownBy(() -> mover.move(C1, "p")).hasMessage("Instance c1 is in storage pool p already");
        assertThatThrownBy(() -> mover.move(C1, "r")).hasMessage("Storage pool not found: r");
        assertThatThrownBy(() -> mover.move(ActTools.key("c2"), "q")).hasMessage("Instance not found: c2");
        host.tools().runtime().start(C1);
        assertThatThrownBy(() -> mover.move(C1, "q")).hasMessageContaining("Instance is running: stop c1");

        assertThat(host.operations()).isEmpty();
    }
}
