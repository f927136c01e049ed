package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.DaemonUnderTest;
import io.gantry.e2e.fixture.Pair;
import io.gantry.e2e.fixture.TreeManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users can ask of copies and moves between two hosts, and what is refused before a byte moves. */
@Tag(DaemonUnderTest.CLIENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the hosts are made once for all tests of the class
class CopyOptionsTest {
    private Pair pair;
    private Client user;

    @BeforeAll
    void startHosts() {
        pair = Pair.ofDaemonUnderTest("dir", "btrfs");
        user = pair.user();
    }

    @AfterAll
    void stopHosts() {
        pair.close();
    }

    @AfterEach
    void removeInstances() {
        for (String remote : List.of("local:", "foo:")) {
            for (String name : lines(user.lxc("list", remote, "--format", "csv", "--columns", "n"))) {
                user.lxc("delete", "--force", remote + name);
            }
        }
    }

    /** What a copy is to keep of a container's files: LXD 5.0.2 runs rsync without -H and -A. */
    private static TreeManifest tree(Daemon daemon, String pool, String container) {
        Set<TreeManifest.Detail> kept = switch (DaemonUnderTest.ofThisRun()) {
            case GANTRY -> EnumSet.allOf(TreeManifest.Detail.class);
            case DEBIAN -> EnumSet.of(TreeManifest.Detail.NANOSECONDS);
        };
        return ContainerTree.of(daemon, pool, container, kept);
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    private String config(String instance, String key) {
        return user.lxc("config", "get", instance, key);
    }

    @Test
    void missingProfilesAreNamedAndCanBeLeftOut() {
        user.lxc("profile", "create", "here-only");
        user.lxc("profile", "create", "here-too");
        user.lxc("init", "bb", "c1", "--profile", "default", "--profile", "here-only", "--profile", "here-too");
        long before = pair.hosts().second().bytesReceived();

        String error = user.refused("copy", "c1", "foo:c2");

        // LXD names the first that is missing, and no remedy.
        assertThat(error).contains("here-only");
        if (DaemonUnderTest.ofThisRun() == DaemonUnderTest.GANTRY) {
            assertThat(error).contains("here-only, here-too").contains("--no-profiles");
        }
        assertThat(pair.hosts().second().bytesReceived() - before).isLessThan(100_000);
        assertThat(user.lxc("list", "foo:", "--format", "csv")).isEmpty();
        user.lxc("copy", "c1", "foo:c2", "--no-profiles", "--storage", "pool");
        assertThat(user.lxc("config", "show", "foo:c2")).contains("profiles: []");
        user.lxc("copy", "c1", "foo:c3", "--profile", "default");
        user.lxc("start", "foo:c2", "foo:c3");
        user.lxc("delete", "c1");
        user.lxc("profile", "delete", "here-only");
        user.lxc("profile", "delete", "here-too");
    }

    @Test
    void missingPoolsAndNetworksAndTakenNamesAreRefused() {
        user.lxc("init", "bb", "c1");
        user.lxc("init", "bb", "other", "--ephemeral");
        user.lxc("copy", "c1", "foo:");
        assertThat(config("foo:c1", "volatile.base_image")).isEqualTo(config("c1", "volatile.base_image"));

        assertThat(user.refused("copy", "c1", "foo:c2", "--storage", "nowhere")).contains("nowhere");
        assertThat(user.refused("copy", "c1", "foo:c2", "--device", "eth0,type=nic", "--device", "eth0,network=nonet"))
                .contains("nonet");
        assertThat(user.refused("copy", "c1", "foo:c1")).contains("already exists");
        assertThat(user.refused("move", "c1", "foo:")).contains("already exists");
        assertThat(user.refused("copy", "nobody", "foo:c2"))
                .contains("Instance not found")
                .contains("\"nobody\"");
        assertThat(user.refused("copy", "c1/nothing", "foo:c2"))
                .contains("Snapshot not found")
                .contains("\"c1/nothing\"");
        assertThat(lines(user.lxc("list", "foo:", "--format", "csv"))).hasSize(1);
        assertThat(user.lxc("operation", "list", "--format", "csv")).isEmpty();
    }

    @Test
    @Tag(DaemonUnderTest.OURS_ALONE)
    void placesThatAreNotThereAreRefused() {
        user.lxc("init", "bb", "c1");
        for (String command : List.of("copy", "move")) {
            assertThat(user.refused(command, "c1", "foo:c2", "--target", "m1")).contains("cluster");
            assertThat(user.refused(command, "c1", "foo:c2", "--target-project", "p1"))
                    .contains("p1");
        }
        String copy = "{\"name\": \"c2\", \"source\": {\"type\": \"copy\", \"source\": \"c1\"}}";
        assertThat(user.refused("query", "-X", "POST", "foo:/1.0/instances?target=m1", "-d", copy))
                .contains("Target only allowed when clustered");
        String fromProject = copy.replace("\"c1\"", "\"c1\", \"project\": \"p1\"");
        assertThat(user.refused("query", "-X", "POST", "/1.0/instances", "-d", fromProject))
                .contains("p1");
        assertThat(user.refused(
                        "query", "-X", "POST", "/1.0/instances/c1", "-d", "{\"name\": \"c2\", \"project\": \"p1\"}"))
                .contains("p1");
        assertThat(user.lxc("list", "--format", "csv", "--columns", "n")).isEqualTo("c1");
        user.lxc("query", "/1.0/instances?target=m1");
    }

    @Test
    void whatIsAskedForChangesOnTheWay() {
        user.lxc("init", "bb", "c1", "--config", "user.kept=1", "--config", "user.changed=1");
        user.lxc(
                "copy",
                "c1",
                "foo:c2",
                "--ephemeral",
                "--config",
                "user.changed=2",
                "--device",
                "extra,type=disk",
                "--device",
                "extra,path=/mnt",
                "--device",
                "extra,source=/tmp");

        assertThat(config("foo:c2", "user.kept")).isEqualTo("1");
        assertThat(config("foo:c2", "user.changed")).isEqualTo("2");
        assertThat(user.lxc("config", "show", "foo:c2"))
                .contains("ephemeral: true")
                .contains("source: /tmp");
        user.lxc("copy", "foo:c2", "foo:c4");
        assertThat(config("foo:c4", "user.changed")).isEqualTo("2");
    }

    @Test
    void snapshotsKeepWhatTheyHadAndWhenTheyWereTaken() {
        user.lxc("init", "bb", "c1", "--config", "user.time=then");
        user.lxc("snapshot", "c1", "s1");
        user.lxc("config", "set", "c1", "user.time", "now");
        user.lxc("snapshot", "c1", "s2");
        user.lxc(
                "query",
                "-X",
                "PUT",
                "-d",
                "{\"expires_at\": \"2040-01-02T03:04:05Z\"}",
                "/1.0/instances/c1/snapshots/s2");
        String fields = "user.time|created_at|expires_at|stateful|ephemeral|profiles|last_state.idmap";
        String before = snapshots("c1", fields);

        user.lxc("move", "c1", "foo:c2");

        assertThat(snapshots("foo:c2", fields))
                .isEqualTo(before)
                .contains("then")
                .contains("2040-01-02");
        assertThat(user.refused("info", "c1")).contains("not found");
        user.lxc("move", "foo:c2/s1", "foo:c2/first");
        user.lxc("restore", "foo:c2", "first");
        assertThat(config("foo:c2", "user.time")).isEqualTo("then");
    }

    private String snapshots(String instance, String fields) {
        String remote = instance.substring(0, instance.indexOf(':') + 1);
        String name = instance.substring(remote.length());
        String all = user.lxc("query", remote + "/1.0/instances/" + name + "/snapshots?recursion=1")
                .replaceAll("\\.[0-9]+Z", "Z");
        // Seconds are all that the protocol has for the time of a snapshot.
        return String.join(
                "\n",
                all.lines().filter(line -> line.matches(".*(" + fields + ").*")).toList());
    }

    @Test
    void anInstanceWithoutImageTravels() {
        user.lxc(
                "query",
                "-X",
                "POST",
                "--wait",
                "-d",
                "{\"name\": \"empty\", \"source\": {\"type\": \"none\"}}",
                "/1.0/instances");

        user.lxc("copy", "empty", "foo:empty");

        assertThat(config("foo:empty", "volatile.base_image")).isEmpty();
        assertThat(Files.isDirectory(pair.foo().lxdDir().resolve("storage-pools/pool/containers/empty")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"push", "relay"})
    void bothSidesCanBeConnectedInOtherWays(String mode) {
        user.lxc("init", "bb", "c1");
        ContainerTree.addOddTree(pair.local(), "pool", "c1");
        user.lxc("snapshot", "c1", "s1");
        ContainerTree.change(pair.local(), "pool", "c1", "echo later > odd/later");

        user.lxc("copy", "c1", "foo:c2", "--mode", mode);
        user.lxc("copy", "c1/s1", "foo:c3", "--mode", mode);
        user.lxc("move", "foo:c2", "back", "--mode", mode);

        assertThat(tree(pair.local(), "pool", "c1").differencesFrom(tree(pair.local(), "pool", "back")))
                .isEmpty();
        assertThat(user.lxc("info", "back")).contains("s1");
        assertThat(user.refused("info", "foo:c2")).contains("not found");
        assertThat(user.refused("copy", "c1", "foo:c4", "--mode", "sideways")).contains("sideways");
        Client debian = pair.hosts().first().debianClient();
        if (!debian.lxc("remote", "list", "--format", "csv").contains("foo,")) {
            pair.trust(debian);
        }
        debian.lxc("copy", "c1", "foo:c5", "--mode", mode);
        user.lxc("start", "foo:c5");
        assertThat(user.lxc("exec", "foo:c5", "--", "cat", "/odd/later")).isEqualTo("later");
    }

    @Test
    void copiesInBothDirectionsAndSeveralOfOneGoOnAtOnce() throws InterruptedException {
        user.lxc("init", "bb", "c1");
        user.lxc("init", "bb", "foo:f1");
        ContainerTree.change(pair.local(), "pool", "c1", "head -c 20M /dev/urandom > large");
        ContainerTree.change(pair.foo(), "pool", "f1", "head -c 20M /dev/urandom > large");

        var copies = new ArrayList<Process>();
        for (String[] copy : new String[][] {{"c1", "foo:a"}, {"c1", "foo:b"}, {"foo:f1", "c"}, {"c1", "d"}}) {
            copies.add(user.command("copy", copy[0], copy[1]).start());
        }
        for (Process copy : copies) {
            assertThat(copy.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(copy.exitValue()).isZero();
        }

        for (String name : List.of("a", "b")) {
            assertThat(tree(pair.local(), "pool", "c1").differencesFrom(tree(pair.foo(), "pool", name)))
                    .isEmpty();
        }
        assertThat(tree(pair.foo(), "pool", "f1").differencesFrom(tree(pair.local(), "pool", "c")))
                .isEmpty();
    }

    @Test
    void theImageThatTheTargetHasDoesNotTravelAgain() {
        user.lxc("init", "bb", "large");
        ContainerTree.change(pair.local(), "pool", "large", "head -c 40M /dev/urandom > payload");
        user.lxc("publish", "large", "--alias", "large", "--compression", "none");
        user.lxc("image", "copy", "large", "foo:");
        user.lxc("init", "large", "c1");
        ContainerTree.change(pair.local(), "pool", "c1", "head -c 1M /dev/urandom > own; echo changed >> etc/passwd");
        user.lxc("snapshot", "c1", "s1");
        ContainerTree.change(pair.local(), "pool", "c1", "head -c 1M /dev/urandom > own2");

        long before = pair.hosts().second().bytesReceived();
        user.lxc("copy", "c1", "foo:c2");
        long sent = pair.hosts().second().bytesReceived() - before;

        assertThat(sent).isBetween(2_000_000L, 3_500_000L);
        assertThat(tree(pair.local(), "pool", "c1").differencesFrom(tree(pair.foo(), "pool", "c2")))
                .isEmpty();
        user.lxc("image", "delete", "large", "foo:" + config("c1", "volatile.base_image"));
    }

    @Test
    @Tag(DaemonUnderTest.OURS_ALONE)
    void instancesGoToOtherPoolsOfTheirHost() {
        user.lxc("storage", "create", "second", "btrfs", "size=500MiB");
        user.lxc("init", "bb", "c1");
        ContainerTree.addOddTree(pair.local(), "pool", "c1");
        user.lxc("snapshot", "c1", "s1");
        ContainerTree.change(pair.local(), "pool", "c1", "rm odd/fifo; echo later > odd/later");

        user.lxc("copy", "c1", "c2", "--storage", "second");
        var original = tree(pair.local(), "pool", "c1");
        assertThat(original.differencesFrom(tree(pair.local(), "second", "c2"))).isEmpty();
        user.lxc("move", "c1", "--storage", "second");
        assertThat(original.differencesFrom(tree(pair.local(), "second", "c1"))).isEmpty();
        Path old = pair.local().lxdDir().resolve("storage-pools/pool");
        assertThat(old.resolve("containers/c1")).doesNotExist();
        assertThat(old.resolve("containers-snapshots/c1")).doesNotExist();
        user.lxc("restore", "c1", "s1");
        user.lxc("start", "c1", "c2");
        assertThat(user.refused("exec", "c1", "--", "cat", "/odd/later")).contains("later");
        assertThat(user.refused("move", "c1", "--storage", "pool")).contains("running");
        // foo has no pool "second": what its own profile names counts.
        user.lxc("copy", "c2", "foo:c2", "--stateless");
        assertThat(tree(pair.foo(), "pool", "c2").line("odd/later")).startsWith("f ");
        user.lxc("delete", "--force", "c1", "c2");
        user.lxc("storage", "delete", "second");
    }

    @Test
    void aRunningInstanceMovesOnlyWithoutItsState() {
        user.lxc("launch", "bb", "c1");

        assertThat(user.refused("move", "c1", "foo:")).contains("running").contains("--stateless");
        user.lxc("exec", "c1", "--", "sh", "-c", "echo here > /root/witness");
        user.lxc("move", "c1", "foo:", "--stateless");

        assertThat(user.refused("info", "c1")).contains("not found");
        assertThat(user.lxc("exec", "foo:c1", "--", "cat", "/root/witness")).isEqualTo("here");
    }

    @Test
    void theDaemonsOwnNetworkNameIsAsGoodAsAnother() {
        user.lxc("remote", "add", "me", pair.hosts().first().address(), "--accept-certificate", "--password", "secret");
        user.lxc("init", "bb", "c1");

        user.lxc("copy", "me:c1", "me:c2");
        user.lxc("copy", "c1", "me:c3");
        user.lxc("move", "me:c3", "me:c4");

        assertThat(lines(user.lxc("list", "--format", "csv", "--columns", "n"))).containsExactly("c1", "c2", "c4");
    }
}
