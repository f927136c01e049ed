package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.TwoHosts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the daemon owes to its host: signals, devices that come later, limits that the host sets. */
@SuppressWarnings("NullAway.Init") // made before all tests
class HostDutiesTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static TwoHosts hosts;
    private static Daemon daemon;
    private static Client lxc;

    @BeforeAll
    static void start() {
        hosts = new TwoHosts();
        daemon = hosts.first().startGantry();
        lxc = hosts.first().client();
        lxc.lxc("storage", "create", "sp", "btrfs", "size=300MiB");
        lxc.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=sp");
        Path image = BusyboxImage.writeTo(hosts.scratch().folder());
        lxc.lxc("image", "import", image.toString(), "--alias", "bb");
    }

    @AfterAll
    static void stop() {
        daemon.close();
        hosts.close();
    }

    @Test
    void quitEndsTheDaemonAlonePowerFailureTheInstancesToo() {
        lxc.lxc("launch", "bb", "c1");
        String init = pidOf("c1");
        signal("QUIT");
        daemon.startAgain();
        assertThat(pidOf("c1")).isEqualTo(init);

        signal("PWR");
        assertThat(Path.of("/proc", init, "ns")).doesNotExist();
        daemon.startAgain();
        Await.until(
                "c1 runs again",
                SOON,
                () -> lxc.lxc("list", "c1", "-f", "csv", "-c", "s").equals("RUNNING"));
        lxc.lxc("delete", "--force", "c1");
    }

    @Test
    void anInstanceThatIsHeldStillEndsWithTheHostWithoutItsTimeRunningOut() {
        lxc.lxc("launch", "bb", "held", "-c", "boot.host_shutdown_timeout=600");
        String init = pidOf("held");
        lxc.lxc("pause", "held");

        signal("PWR");

        assertThat(Path.of("/proc", init, "ns")).doesNotExist();
        daemon.startAgain();
        lxc.lxc("delete", "--force", "held");
    }

    private static String pidOf(String instance) {
        return lxc.lxc("query", "/1.0/instances/" + instance + "/state").replaceAll("(?s).*\"pid\": ?(\\d+).*", "$1");
    }

    private static void signal(String name) {
        Command.of("kill", "-" + name, Long.toString(daemon.pid())).output();
        Await.until("the daemon has ended", SOON, () -> !daemon.isAlive());
    }

    @Test
    void devicesThatMayComeLaterFollowTheHosts() {
        Path folder = hosts.scratch().folder("nodes").resolve("later");
        Path node = folder.resolve("odd");
        lxc.lxc("launch", "bb", "c2");
        lxc.lxc(
                "config",
                "device",
                "add",
                "c2",
                "odd",
                "unix-char",
                "source=" + node,
                "path=/dev/odd",
                "required=false");
        assertThat(has("/dev/odd")).isFalse();

        Command.of("mkdir", folder.toString()).output();
        Command.of("mknod", node.toString(), "c", "1", "5").output();
        Await.until("the device is there", SOON, () -> has("/dev/odd"));
        assertThat(lxc.lxc("exec", "c2", "--", "stat", "-c", "%t:%T", "/dev/odd"))
                .isEqualTo("1:5");
        Command.of("rm", node.toString()).output();
        Await.until("the device is gone", SOON, () -> !has("/dev/odd"));
        lxc.lxc("delete", "--force", "c2");
    }

    private static boolean has(String path) {
        return lxc.attempt("exec", "c2", "--", "test", "-e", path).status() == 0;
    }

    @Test
    void whatTheHostCannotGiveIsRefusedOrLeftOutInTime() {
        lxc.lxc("init", "bb", "c3");
        assertThat(lxc.refused("config", "set", "c3", "raw.lxc", "lxc.cap.drop = mknod\nlxc.nothing = 1"))
                .contains("lxc.nothing");
        assertThat(lxc.refused("profile", "set", "default", "raw.lxc", "lxc.nothing = 1"))
                .contains("raw.lxc");
        assertThat(lxc.refused("config", "set", "c3", "raw.idmap", "both 4294000000 0"))
                .contains("/etc/subuid");
        lxc.lxc("config", "set", "c3", "raw.lxc", "lxc.cap.drop = mknod");
        lxc.lxc("config", "set", "c3", "limits.cpu", "4000-4001");
        lxc.lxc("start", "c3");

        lxc.lxc("config", "device", "override", "c3", "root", "size=100MiB");
        lxc.lxc("exec", "c3", "--", "dd", "if=/dev/urandom", "of=/root/f", "bs=1M", "count=20");
        assertThat(lxc.refused("config", "device", "set", "c3", "root", "size=10MiB"))
                .contains("free some space");
        assertThat(lxc.lxc("config", "device", "get", "c3", "root", "size")).isEqualTo("100MiB");
        lxc.lxc("exec", "c3", "--", "rm", "/root/f");
        lxc.lxc("delete", "--force", "c3");
    }
}
