package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.Pair;
import io.gantry.e2e.fixture.TreeManifest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers that have run on either side go between our daemon and Debian's LXD 5.0.2, and start there. */
class CopyWithDebianLxdTest {
    private static final Set<TreeManifest.Detail> ALL = EnumSet.allOf(TreeManifest.Detail.class);
    // LXD 5.0.2 runs rsync without -H and -A.
    private static final Set<TreeManifest.Detail> KEPT_BY_RSYNC = EnumSet.of(TreeManifest.Detail.NANOSECONDS);

    @ParameterizedTest
    @CsvSource({"dir, dir", "btrfs, btrfs", "dir, btrfs", "btrfs, dir"})
    void aContainerThatRanGoesThereAndBack(String ourDriver, String theirDriver) {
        boolean isBtrfs = ourDriver.equals("btrfs") && theirDriver.equals("btrfs");
        Set<TreeManifest.Detail> kept = isBtrfs ? ALL : KEPT_BY_RSYNC;
        try (Pair pair = Pair.withDebianLxd(ourDriver, theirDriver)) {
            Client user = pair.user();
            user.lxc("init", "bb", "c1");
            ContainerTree.addOddTree(pair.local(), "pool", "c1");
            user.lxc("snapshot", "c1", "s1");
            user.lxc("start", "c1");
            user.lxc("exec", "c1", "--", "sh", "-c", "echo second > /odd/second; chown 1000:1000 /odd/second");
            user.lxc("stop", "--force", "c1");
            user.lxc("snapshot", "c1", "s2");

            user.lxc("copy", "c1", "foo:theirs");
            assertSame(kept, pair.local(), "c1", pair.foo(), "theirs", List.of("s1", "s2"));

            // At its start LXD shifts the owners of all files on disk: s1 and s2 stay as they were, s3 is shifted.
            user.lxc("start", "foo:theirs");
            user.lxc("exec", "foo:theirs", "--", "sh", "-c", "echo third > /odd/third; chown 33:33 /odd/third");
            user.lxc("stop", "--force", "foo:theirs");
            user.lxc("snapshot", "foo:theirs", "s3");
            assertThat(Command.of(pair.foo().reach().toArray(String[]::new))
                            .with("stat", "-c", "%u", ContainerTree.root(pair.foo(), "pool", "theirs") + "/odd/third")
                            .output())
                    .isNotEqualTo("33");

            // Between s2 and s3 all owners changed, which takes away the set-id bits of whatever a stream is received
            // into.
            user.lxc("copy", "foo:theirs", "back");
            assertSame(kept, pair.foo(), "theirs", pair.local(), "back", List.of("s1", "s2", "s3"));
            user.lxc("copy", "foo:theirs", "current", "--instance-only");
            assertSame(kept, pair.foo(), "theirs", pair.local(), "current", List.of());
            user.lxc("copy", "foo:theirs/s3", "alone");
            assertSame(kept, pair.foo(), "theirs", pair.local(), "alone", List.of());
            user.lxc("start", "back");
            assertThat(user.lxc("exec", "back", "--", "stat", "-c", "%u:%g %a", "/odd/third", "/odd/setuid"))
                    .isEqualTo("33:33 644\n33:33 4755");
            user.lxc("stop", "--force", "back");
            user.lxc("restore", "back", "s3");
            user.lxc("start", "back");
            assertThat(user.lxc("exec", "back", "--", "stat", "-c", "%u", "/odd/second"))
                    .isEqualTo("1000");

            Client debian = pair.hosts().first().debianClient();
            pair.trust(debian);
            debian.lxc("copy", "c1", "foo:by-debian");
            debian.lxc("copy", "foo:by-debian", "by-debian");
            debian.lxc("start", "by-debian");
            assertThat(debian.lxc("exec", "by-debian", "--", "cat", "/odd/second"))
                    .isEqualTo("second");
        }
    }

    private static void assertSame(
            Set<TreeManifest.Detail> kept,
            Daemon sourceDaemon,
            String source,
            Daemon targetDaemon,
            String target,
            List<String> snapshots) {
        assertThat(ContainerTree.of(sourceDaemon, "pool", source, kept)
                        .differencesFrom(ContainerTree.of(targetDaemon, "pool", target, kept)))
                .isEmpty();
        for (String snapshot : snapshots) {
            assertThat(ContainerTree.ofSnapshot(sourceDaemon, "pool", source, snapshot, kept)
                            .differencesFrom(ContainerTree.ofSnapshot(targetDaemon, "pool", target, snapshot, kept)))
                    .as(snapshot)
                    .isEmpty();
        }
    }
}
