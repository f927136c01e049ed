package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.Pair;
import io.gantry.e2e.fixture.TreeManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A copy of 300 MB from {@code foo} to the local host is hurt in its middle. Each time the source stays whole and startable, the target keeps nothing, no operation goes on, the name
 * is free, and the same copy then succeeds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the hosts are made once for all tests of the class
abstract class CopyFaults {
    private static final Duration NOTICED = Duration.ofSeconds(60);
    private static final long MIDDLE = 60L << 20;

    private final String driver;

    private Pair pair;
    private Client user;
    private TreeManifest original;
    private Process client;

    CopyFaults(String driver) {
        this.driver = driver;
    }

    @BeforeAll
    void makeTheSource() {
        pair = Pair.ofGantry(driver, driver);
        user = pair.user();
        user.lxc("init", "bb", "foo:c1");
        ContainerTree.change(pair.foo(), "pool", "c1", "head -c 300M /dev/urandom > root/large; sync root/large");
        user.lxc("start", "foo:c1");
        user.lxc("stop", "--force", "foo:c1");
        original = ContainerTree.of(pair.foo(), "pool", "c1");
    }

    @AfterAll
    void stopHosts() {
        pair.close();
    }

    @BeforeEach
    void slowDown() {
        pair.hosts().second().slowTo("200mbit");
        client = Command.of("true").start();
    }

    @AfterEach
    void removeTheCopy() {
        client.destroyForcibly();
        user.attempt("delete", "--force", "c2");
    }

    @Test
    void theTargetsDaemonIsKilled() throws InterruptedException {
        startAndReachTheMiddle();
        pair.local().kill();
        assertThat(clientsStatus()).isNotZero();
        pair.local().startAgain();
        nothingIsLeftAndItWorksAgain();
    }

    @Test
    void theSourcesDaemonIsKilled() throws InterruptedException {
        startAndReachTheMiddle();
        pair.foo().kill();
        assertThat(clientsStatus()).isNotZero();
        pair.foo().startAgain();
        nothingIsLeftAndItWorksAgain();
    }

    @Test
    void theClientIsKilled() {
        startAndReachTheMiddle();
        client.destroyForcibly();
        pair.hosts().second().fullSpeed();
        // The daemons have all they need: the copy may end well, or not, but not half.
        Await.until("the operations end", NOTICED, this::isQuiet);
        if (user.attempt("info", "c2").status() == 0) {
            assertThat(original.differencesFrom(ContainerTree.of(pair.local(), "pool", "c2")))
                    .isEmpty();
            user.lxc("delete", "c2");
        }
        nothingIsLeftAndItWorksAgain();
    }

    @Test
    void theLinkIsCut() throws InterruptedException {
        startAndReachTheMiddle();
        pair.hosts().second().disconnect();
        assertThat(clientsStatus()).isNotZero();
        pair.hosts().second().connect();
        nothingIsLeftAndItWorksAgain();
    }

    @Test
    void theUserInterruptsAndNobodyTouchesTheSourceBefore() throws InterruptedException {
        startAndReachTheMiddle();
        for (String[] act : new String[][] {{"start"}, {"delete"}, {"snapshot"}, {"rename"}}) {
            String[] words =
                    act[0].equals("rename") ? new String[] {"rename", "foo:c1", "c9"} : new String[] {act[0], "foo:c1"};
            assertThat(user.refused(words)).contains("busy").contains("copy");
        }
        assertThat(user.refused("init", "bb", "c2")).contains("already");
        Command.of("kill", "-INT", Long.toString(client.pid())).output();
        assertThat(clientsStatus()).isNotZero();
        nothingIsLeftAndItWorksAgain();
    }

    @Test
    void theOperationIsCancelledAtTheSource() throws InterruptedException {
        startAndReachTheMiddle();
        user.lxc("operation", "delete", "foo:" + onlyOperation("foo:"));
        assertThat(clientsStatus()).isNotZero();
        nothingIsLeftAndItWorksAgain();
    }

    @Test
    void theOperationIsCancelledAtTheTarget() throws InterruptedException {
        startAndReachTheMiddle();
        user.lxc("operation", "delete", onlyOperation("local:"));
        assertThat(clientsStatus()).isNotZero();
        nothingIsLeftAndItWorksAgain();
    }

    private String onlyOperation(String remote) {
        List<String> lines =
                user.lxc("operation", "list", remote, "--format", "csv").lines().toList();
        assertThat(lines).hasSize(1);
        return lines.getFirst().split(",", 2)[0];
    }

    @Test
    void theTargetsDiskIsFull() {
        pair.hosts().second().fullSpeed();
        Path disk = pair.hosts().scratch().folder("disk");
        if (driver.equals("btrfs")) {
            user.lxc("storage", "create", "small", "btrfs", "size=200MiB");
        } else {
            Command.of("mount", "-t", "tmpfs", "-o", "size=150m", "tmpfs", disk.toString())
                    .output();
            user.lxc("storage", "create", "small", "dir", "source=" + disk);
        }

        String error = user.refused("copy", "foo:c1", "c2", "--storage", "small");

        assertThat(error.toLowerCase(Locale.ROOT)).contains("no space left");
        nothingIsLeftAndItWorksAgain();
        user.lxc("storage", "delete", "small");
        if (!driver.equals("btrfs")) {
            Command.of("umount", disk.toString()).output();
        }
    }

    private void startAndReachTheMiddle() {
        long before = pair.hosts().first().bytesReceived();
        client = user.command("copy", "foo:c1", "c2").start();
        Await.until(
                "the copy has sent a fifth of the data",
                NOTICED,
                () -> pair.hosts().first().bytesReceived() - before > MIDDLE);
        assertThat(client.isAlive()).isTrue();
    }

    /** The client's exit status, which must come before anyone loses patience. */
    private int clientsStatus() throws InterruptedException {
        assertThat(client.waitFor(NOTICED.plusSeconds(15).toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return client.exitValue();
    }

    private boolean isQuiet() {
        return user.lxc("operation", "list", "--format", "csv").isEmpty()
                && user.lxc("operation", "list", "foo:", "--format", "csv").isEmpty();
    }

    private void nothingIsLeftAndItWorksAgain() {
        pair.hosts().second().fullSpeed();
        Await.until("the operations end", NOTICED, this::isQuiet);
        assertThat(user.lxc("list", "--format", "csv")).isEmpty();
        for (Daemon daemon : List.of(pair.local(), pair.foo())) {
            Path pool = daemon.lxdDir().resolve("storage-pools/pool");
            assertThat(filesIn(pool.resolve(".gantry-work"))).isEmpty();
        }
        assertThat(filesIn(pair.local().lxdDir().resolve("storage-pools/pool/containers")))
                .isEmpty();
        assertThat(transferringProcesses()).isEmpty();
        assertThat(original.differencesFrom(ContainerTree.of(pair.foo(), "pool", "c1")))
                .isEmpty();
        user.lxc("start", "foo:c1");
        user.lxc("stop", "--force", "foo:c1");
        user.lxc("copy", "foo:c1", "c2");
        assertThat(original.differencesFrom(ContainerTree.of(pair.local(), "pool", "c2")))
                .isEmpty();
        user.lxc("start", "c2");
        assertThat(user.lxc("exec", "c2", "--", "hostname")).isEqualTo("c2");
    }

    private static String filesIn(Path folder) {
        return Command.of("ls", "-A", folder.toString()).output();
    }

    /** Programs that still carry something for one of the daemons. */
    private List<String> transferringProcesses() {
        String folder = pair.hosts().scratch().folder().toString();
        return Command.of("ps", "-eo", "args")
                .output()
                .lines()
                .filter(line -> line.contains(folder) && (line.startsWith("rsync") || line.startsWith("btrfs")))
                .toList();
    }
}
