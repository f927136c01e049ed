package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.DaemonUnderTest;
import io.gantry.e2e.fixture.Pair;
import io.gantry.e2e.fixture.TreeManifest;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies that are brought up to date. */
class CopyRefreshTest {
    private static final Set<TreeManifest.Detail> ALL = EnumSet.allOf(TreeManifest.Detail.class);

    @ParameterizedTest
    @Tag(DaemonUnderTest.CLIENT)
    @CsvSource({"dir, btrfs", "btrfs, btrfs"})
    void onlyDifferencesTravelAndTheCopyBecomesWhatTheSourceIs(String localDriver, String fooDriver) {
        try (Pair pair = Pair.ofDaemonUnderTest(localDriver, fooDriver)) {
            Client user = pair.user();
            user.lxc("init", "bb", "c1");
            ContainerTree.change(
                    pair.local(), "pool", "c1", "head -c 30M /dev/urandom > large; echo old > changed; echo x > gone");
            user.lxc("snapshot", "c1", "s1");
            user.lxc("snapshot", "c1", "s2");
            user.lxc("copy", "c1", "foo:c2", "--config", "user.mine=1");
            user.lxc("snapshot", "foo:c2", "theirs");
            user.lxc("delete", "c1/s2");
            ContainerTree.change(pair.local(), "pool", "c1", "echo new > changed; rm gone; mkdir added");
            user.lxc("snapshot", "c1", "s3");
            ContainerTree.change(pair.local(), "pool", "c1", "echo last > last");

            long before = pair.hosts().second().bytesReceived();
            user.lxc("copy", "c1", "foo:c2", "--refresh");
            assertThat(pair.hosts().second().bytesReceived() - before).isLessThan(1_000_000);

            assertSame(pair, "foo:c2", pair.foo(), "c2");
            assertThat(user.lxc("config", "get", "foo:c2", "user.mine")).isEmpty();
            user.lxc("start", "foo:c2");
            assertThat(user.refused("copy", "c1", "foo:c2", "--refresh")).contains("running");
            user.lxc("stop", "--force", "foo:c2");
            user.lxc("copy", "c1", "foo:c2", "--refresh", "--mode", "push");
            assertSame(pair, "foo:c2", pair.foo(), "c2");
            user.lxc("restore", "foo:c2", "s3");

            user.lxc("copy", "c1", "here", "--instance-only");
            user.lxc("copy", "c1", "here", "--refresh");
            assertSame(pair, "here", pair.local(), "here");
            user.lxc("copy", "c1", "foo:fresh", "--refresh");
            assertSame(pair, "foo:fresh", pair.foo(), "fresh");
            assertThat(user.lxc("list", "foo:", "--format", "csv", "--columns", "n"))
                    .isEqualTo("c2\nfresh");

            String address = user.lxc("config", "get", "foo:fresh", "volatile.uuid");
            user.lxc("start", "c1");
            user.lxc("config", "set", "c1", "user.n", "1");
            user.lxc("config", "device", "add", "c1", "d", "disk", "source=/tmp", "path=/mnt/d");
            user.lxc("copy", "--refresh", "c1", "foo:fresh");
            user.lxc("copy", "--refresh", "c1", "foo:fresher");
            assertThat(user.lxc("config", "show", "foo:fresh"))
                    .contains("user.n")
                    .contains("path: /mnt/d");
            assertThat(user.lxc("config", "get", "foo:fresh", "volatile.uuid")).isEqualTo(address);
            user.lxc("stop", "--force", "c1");

            user.lxc("snapshot", "foo:c2", "theirs");
            user.lxc("copy", "c1", "foo:c2", "--refresh", "--instance-only");
            if (DaemonUnderTest.ofThisRun() == DaemonUnderTest.GANTRY) {
                // LXD deletes all of the copy's snapshots here.
                assertThat(user.lxc("query", "foo:/1.0/instances/c2/snapshots")).contains("/theirs");
            }
            assertThat(user.refused("copy", "c1/s1", "foo:c2", "--refresh")).contains("snapshot");
        }
    }

    private static void assertSame(Pair pair, String copy, Daemon daemon, String name) {
        String remote = copy.substring(0, copy.indexOf(':') + 1);
        assertThat(pair.user().lxc("query", remote + "/1.0/instances/" + name + "/snapshots"))
                .contains("/s1")
                .contains("/s3")
                .doesNotContain("/s2")
                .doesNotContain("/theirs");
        assertThat(ContainerTree.of(pair.local(), "pool", "c1").differencesFrom(ContainerTree.of(daemon, "pool", name)))
                .isEmpty();
        for (String snapshot : new String[] {"s1", "s3"}) {
            assertThat(ContainerTree.ofSnapshot(pair.local(), "pool", "c1", snapshot, ALL)
                            .differencesFrom(ContainerTree.ofSnapshot(daemon, "pool", name, snapshot, ALL)))
                    .as(snapshot)
                    .isEmpty();
        }
    }

    /** Not on LXD, which refreshes in place: what had come by then stays in the copy. */
    @Test
    void aRefreshThatFailsLeavesTheCopyAsItWas() {
        try (Pair pair = Pair.ofGantry("dir", "dir")) {
            Client user = pair.user();
            user.lxc("init", "bb", "c1");
            user.lxc("snapshot", "c1", "s1");
            user.lxc("copy", "c1", "foo:c2");
            TreeManifest copy = ContainerTree.of(pair.foo(), "pool", "c2");
            ContainerTree.change(pair.local(), "pool", "c1", "head -c 100M /dev/urandom > large");
            user.lxc("delete", "c1/s1");
            pair.hosts().first().slowTo("100mbit");
            long before = pair.hosts().second().bytesReceived();
            Process client = user.command("copy", "c1", "foo:c2", "--refresh").start();
            io.gantry.e2e.fixture.Await.until(
                    "the refresh is under way",
                    java.time.Duration.ofSeconds(60),
                    () -> pair.hosts().second().bytesReceived() - before > 20_000_000);
            pair.foo().kill();
            client.destroyForcibly();
            pair.hosts().first().fullSpeed();
            pair.foo().startAgain();

            assertThat(copy.differencesFrom(ContainerTree.of(pair.foo(), "pool", "c2")))
                    .isEmpty();
            assertThat(user.lxc("info", "foo:c2")).contains("s1");
            assertThat(Command.of(
                                    "ls",
                                    "-A",
                                    pair.foo()
                                            .lxdDir()
                                            .resolve("storage-pools/pool/containers")
                                            .toString())
                            .output())
                    .isEqualTo("c2");
            user.lxc("copy", "c1", "foo:c2", "--refresh");
            assertThat(ContainerTree.of(pair.local(), "pool", "c1")
                            .differencesFrom(ContainerTree.of(pair.foo(), "pool", "c2")))
                    .isEmpty();
        }
    }
}
