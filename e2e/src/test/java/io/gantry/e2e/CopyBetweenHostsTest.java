package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Pair;
import io.gantry.e2e.fixture.TreeManifest;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies and moves between two of our own daemons, compared file by file. */
class CopyBetweenHostsTest {
    private static final Set<TreeManifest.Detail> ALL = EnumSet.allOf(TreeManifest.Detail.class);

    @ParameterizedTest
    @CsvSource({"dir, dir", "btrfs, btrfs", "dir, btrfs", "btrfs, dir"})
    void aCopyIsTheSameInEveryDetail(String localDriver, String fooDriver) {
        try (Pair pair = Pair.ofGantry(localDriver, fooDriver)) {
            Client user = pair.user();
            user.lxc("init", "bb", "c1");
            ContainerTree.addOddTree(pair.local(), "pool", "c1");
            user.lxc("snapshot", "c1", "s1");
            ContainerTree.change(
                    pair.local(), "pool", "c1", "echo changed > odd/plain; rm odd/fifo; echo new > odd/new");
            user.lxc("snapshot", "c1", "s2");
            ContainerTree.change(pair.local(), "pool", "c1", "echo last > odd/last; mv odd/new odd/moved");
            user.lxc("start", "c1");
            user.lxc("stop", "--force", "c1");

            user.lxc("copy", "c1", "foo:whole");
            user.lxc("copy", "c1", "foo:bare", "--instance-only");
            user.lxc("copy", "c1/s1", "foo:first");

            TreeManifest now = ContainerTree.of(pair.local(), "pool", "c1");
            TreeManifest s1 = ContainerTree.ofSnapshot(pair.local(), "pool", "c1", "s1", ALL);
            TreeManifest s2 = ContainerTree.ofSnapshot(pair.local(), "pool", "c1", "s2", ALL);
            assertThat(now.differencesFrom(ContainerTree.of(pair.foo(), "pool", "whole")))
                    .isEmpty();
            assertThat(now.differencesFrom(ContainerTree.of(pair.foo(), "pool", "bare")))
                    .isEmpty();
            assertThat(s1.differencesFrom(ContainerTree.of(pair.foo(), "pool", "first")))
                    .isEmpty();
            assertThat(s1.differencesFrom(ContainerTree.ofSnapshot(pair.foo(), "pool", "whole", "s1", ALL)))
                    .isEmpty();
            assertThat(s2.differencesFrom(ContainerTree.ofSnapshot(pair.foo(), "pool", "whole", "s2", ALL)))
                    .isEmpty();
            assertThat(user.lxc("query", "foo:/1.0/instances/bare/snapshots")).isEqualTo("[]");

            user.lxc("start", "foo:whole");
            assertThat(user.lxc("exec", "foo:whole", "--", "cat", "/odd/last")).isEqualTo("last");
            user.lxc("stop", "--force", "foo:whole");
            // Its first start has written what templates ask for, such as its host name.
            TreeManifest ran = ContainerTree.of(pair.foo(), "pool", "whole");

            user.lxc("move", "foo:whole", "back");
            assertThat(ran.differencesFrom(ContainerTree.of(pair.local(), "pool", "back")))
                    .isEmpty();
            assertThat(s2.differencesFrom(ContainerTree.ofSnapshot(pair.local(), "pool", "back", "s2", ALL)))
                    .isEmpty();
            assertThat(user.refused("info", "foo:whole")).contains("not found");
        }
    }

    @ParameterizedTest
    @CsvSource({"dir", "btrfs"})
    void aRunningContainerIsRefusedButItsSnapshotIsNot(String driver) {
        try (Pair pair = Pair.ofGantry(driver, driver)) {
            Client user = pair.user();
            user.lxc("launch", "bb", "c1");

            assertThat(user.refused("copy", "c1", "foo:c2")).contains("running");
            assertThat(user.lxc("list", "foo:", "--format", "csv")).isEmpty();

            user.lxc("exec", "c1", "--", "sh", "-c", "echo here > /root/witness");
            user.lxc("snapshot", "c1", "current");
            user.lxc("copy", "c1/current", "foo:c3");
            user.lxc("copy", "c1", "foo:c4", "--stateless");
            for (String copy : new String[] {"foo:c3", "foo:c4"}) {
                assertThat(user.lxc("file", "pull", copy + "/root/witness", "-"))
                        .isEqualTo("here");
                user.lxc("start", copy);
                assertThat(user.lxc("exec", copy, "--", "cat", "/root/witness")).isEqualTo("here");
            }
        }
    }
}
