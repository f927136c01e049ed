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

/** A container with two snapshots goes from our daemon to Debian's LXD 5.0.2 and back, and starts on both. */
class CopyWithDebianLxdTest {
    // LXD 5.0.2 runs rsync without -H and -A, and does not keep nanoseconds.
    private static final Set<TreeManifest.Detail> KEPT = EnumSet.noneOf(TreeManifest.Detail.class);

    @ParameterizedTest
    @CsvSource({"dir, dir", "btrfs, btrfs", "dir, btrfs", "btrfs, dir"})
    void aContainerWithSnapshotsGoesThereAndBack(String ourDriver, String theirDriver) {
        try (Pair pair = Pair.withDebianLxd(ourDriver, theirDriver)) {
            Client user = pair.user();
            user.lxc("init", "bb", "c1");
            ContainerTree.addOddTree(pair.local(), "pool", "c1");
            user.lxc("snapshot", "c1", "s1");
            ContainerTree.change(pair.local(), "pool", "c1", "echo second > odd/second");
            user.lxc("snapshot", "c1", "s2");

            user.lxc("copy", "c1", "foo:theirs");
            assertThat(user.lxc("info", "foo:theirs")).contains("s1").contains("s2");
            TreeManifest original = ContainerTree.of(pair.local(), "pool", "c1", KEPT);
            assertThat(original.differencesFrom(ContainerTree.of(pair.foo(), "pool", "theirs", KEPT)))
                    .isEmpty();
            user.lxc("copy", "foo:theirs", "back");
            assertThat(user.lxc("info", "back")).contains("s1").contains("s2");
            assertThat(original.differencesFrom(ContainerTree.of(pair.local(), "pool", "back", KEPT)))
                    .isEmpty();
            for (String copy : new String[] {"foo:theirs", "back"}) {
                user.lxc("start", copy);
                assertThat(user.lxc("exec", copy, "--", "cat", "/odd/second")).isEqualTo("second");
                user.lxc("stop", "--force", copy);
            }

            Client debian = pair.hosts().first().debianClient();
            pair.trust(debian);
            debian.lxc("copy", "c1", "foo:by-debian");
            debian.lxc("copy", "foo:by-debian", "by-debian");
            debian.lxc("start", "by-debian");
            assertThat(debian.lxc("exec", "by-debian", "--", "cat", "/odd/second"))
                    .isEqualTo("second");
        }
    }
}
