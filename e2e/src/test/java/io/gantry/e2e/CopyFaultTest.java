package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Pair;
import io.gantry.e2e.fixture.TreeManifest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A copy of 300 MB from {@code foo} to the local host is hurt in its middle. Each time the source stays whole and
 * startable, the target keeps nothing, no operation goes on, and the same copy then succeeds.
 */
class CopyFaultTest {
    private static final Duration NOTICED = Duration.ofSeconds(60);
    private static final long MIDDLE = 60L << 20;

    @ParameterizedTest
    @CsvSource({"dir, dir", "btrfs, btrfs"})
    void theTargetsDaemonIsKilled(String localDriver, String fooDriver) throws InterruptedException {
        try (var copy = new SlowCopy(localDriver, fooDriver)) {
            copy.startAndReachTheMiddle();
            copy.pair.local().kill();
            assertThat(copy.fails()).isNotZero();
            copy.pair.local().startAgain();
            copy.leavesNothingAndWorksAgain();
        }
    }

    @ParameterizedTest
    @CsvSource({"dir, dir", "btrfs, btrfs"})
    void theSourcesDaemonIsKilled(String localDriver, String fooDriver) throws InterruptedException {
        try (var copy = new SlowCopy(localDriver, fooDriver)) {
            copy.startAndReachTheMiddle();
            copy.pair.foo().kill();
            assertThat(copy.fails()).isNotZero();
            copy.pair.foo().startAgain();
            copy.leavesNothingAndWorksAgain();
        }
    }

    @Test
    void theClientIsKilled() throws InterruptedException {
        try (var copy = new SlowCopy("dir", "dir")) {
            copy.startAndReachTheMiddle();
            copy.client().destroyForcibly();
            copy.pair.hosts().second().fullSpeed();
            // The daemons have all they need: the copy may end well, or not, but not half.
            Await.until("the operations end", NOTICED, copy::isQuiet);
            if (copy.pair.user().attempt("info", "c2").status() == 0) {
                assertThat(copy.original().differencesFrom(ContainerTree.of(copy.pair.local(), "pool", "c2")))
                        .isEmpty();
                copy.pair.user().lxc("delete", "c2");
            }
            copy.leavesNothingAndWorksAgain();
        }
    }

    @ParameterizedTest
    @CsvSource({"dir, dir", "btrfs, btrfs"})
    void theLinkIsCut(String localDriver, String fooDriver) throws InterruptedException {
        try (var copy = new SlowCopy(localDriver, fooDriver)) {
            copy.startAndReachTheMiddle();
            copy.pair.hosts().second().disconnect();
            assertThat(copy.fails()).isNotZero();
            copy.pair.hosts().second().connect();
            copy.leavesNothingAndWorksAgain();
        }
    }

    @Test
    void theTargetsDiskIsFull() throws InterruptedException {
        try (var copy = new SlowCopy("dir", "dir")) {
            Client user = copy.pair.user();
            user.lxc("storage", "create", "small", "btrfs", "size=150MiB");
            copy.pair.hosts().second().fullSpeed();

            String error = copy.pair.user().refused("copy", "foo:c1", "c2", "--storage", "small");

            assertThat(error.toLowerCase(java.util.Locale.ROOT)).contains("space");
            copy.leavesNothingAndWorksAgain();
            user.lxc("storage", "delete", "small");
        }
    }

    /** A container of 300 MB on {@code foo}, its way slowed so that the middle of its copy can be met. */
    private static final class SlowCopy implements AutoCloseable {
        private final Pair pair;
        private final TreeManifest original;
        private Process client;

        SlowCopy(String localDriver, String fooDriver) {
            pair = Pair.ofGantry(localDriver, fooDriver);
            pair.user().lxc("init", "bb", "foo:c1");
            ContainerTree.change(pair.foo(), "pool", "c1", "head -c 300M /dev/urandom > root/large; sync root/large");
            original = ContainerTree.of(pair.foo(), "pool", "c1");
            pair.hosts().second().slowTo("200mbit");
            client = Command.of("true").start();
        }

        TreeManifest original() {
            return original;
        }

        Process client() {
            return client;
        }

        void startAndReachTheMiddle() {
            long before = pair.hosts().first().bytesReceived();
            client = pair.user().command("copy", "foo:c1", "c2").start();
            Await.until(
                    "the copy has sent a fifth of the data",
                    NOTICED,
                    () -> pair.hosts().first().bytesReceived() - before > MIDDLE);
            assertThat(client.isAlive()).isTrue();
        }

        /** The client's exit status, which must come before anyone loses patience. */
        int fails() throws InterruptedException {
            assertThat(client.waitFor(NOTICED.plusSeconds(15).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return client.exitValue();
        }

        boolean isQuiet() {
            return pair.user().lxc("operation", "list", "--format", "csv").isEmpty()
                    && pair.user()
                            .lxc("operation", "list", "foo:", "--format", "csv")
                            .isEmpty();
        }

        void leavesNothingAndWorksAgain() {
            Client user = pair.user();
            pair.hosts().second().fullSpeed();
            Await.until("the operations end", NOTICED, this::isQuiet);
            assertThat(user.lxc("list", "--format", "csv")).isEmpty();
            assertThat(Command.of(
                                    "ls",
                                    pair.local()
                                            .lxdDir()
                                            .resolve("storage-pools/pool/containers")
                                            .toString())
                            .output())
                    .isEmpty();
            assertThat(original.differencesFrom(ContainerTree.of(pair.foo(), "pool", "c1")))
                    .isEmpty();
            user.lxc("copy", "foo:c1", "c2");
            assertThat(original.differencesFrom(ContainerTree.of(pair.local(), "pool", "c2")))
                    .isEmpty();
            user.lxc("start", "foo:c1");
            user.lxc("start", "c2");
            assertThat(user.lxc("exec", "c2", "--", "hostname")).isEqualTo("c2");
        }

        @Override
        public void close() {
            client.destroyForcibly();
            pair.close();
        }
    }
}
