package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.TwoHosts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The daemon ends, by will or by {@code kill -9}, and its next start finds everything in order. */
class KilledDaemonTest {
    @Test
    void containersSurviveTheDaemonAndAreAdopted() {
        try (var hosts = new TwoHosts();
                Daemon daemon = hosts.first().startGantry()) {
            Client user = prepared(hosts, "btrfs");
            user.lxc("launch", "bb", "c1");
            String init = pidOf(user, "c1");

            daemon.terminate();
            assertThat(Path.of("/proc", init)).exists();
            daemon.startAgain();
            assertThat(pidOf(user, "c1")).isEqualTo(init);
            assertThat(user.lxc("exec", "c1", "--", "hostname")).isEqualTo("c1");

            daemon.kill();
            daemon.startAgain();
            assertThat(pidOf(user, "c1")).isEqualTo(init);
            user.lxc("stop", "c1", "--force");
            user.lxc("delete", "c1");
        }
    }

    @Test
    void killedAtTenMomentsOfALifeNothingIsLostOrHalfMade() throws InterruptedException {
        try (var hosts = new TwoHosts();
                Daemon daemon = hosts.first().startGantry()) {
            Client user = prepared(hosts, "btrfs");
            for (int moment = 0; moment < 10; moment++) {
                Process life = user.command().with("init", "bb", "c" + moment).start();
                if (moment >= 3) {
                    life.waitFor(20, TimeUnit.SECONDS);
                    life = user.command(step(moment, "c" + moment)).start();
                }
                // The moments are spread over what such an act takes; each leaves another half.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(120 + 60L * moment));
                daemon.kill();
                life.waitFor(20, TimeUnit.SECONDS);
                daemon.startAgain();
                everyInstanceIsWhole(user, daemon);
            }
            assertThat(user.lxc("operation", "list", "--format", "csv")).isEmpty();
            user.lxc("image", "list");
        }
    }

    @Test
    void shutDownFreesMountsAndLoopDevices() {
        try (var hosts = new TwoHosts();
                Daemon daemon = hosts.first().startGantry()) {
            Client user = prepared(hosts, "btrfs");
            user.lxc("launch", "bb", "c1");

            daemon.subCommand("shutdown", "--timeout=20").succeeded();

            assertThat(daemon.isAlive()).isFalse();
            assertThat(Command.of("losetup", "-n", "-O", "BACK-FILE").output())
                    .doesNotContain(hosts.first().folder().toString());
            assertThat(Command.of("cat", "/proc/self/mountinfo").output())
                    .doesNotContain(hosts.first().folder().toString());
            daemon.startAgain();
            assertThat(user.lxc("list", "--format", "csv", "-c", "n")).isEqualTo("c1");
        }
    }

    private static String[] step(int moment, String name) {
        return switch (moment % 3) {
            case 0 -> new String[] {"start", name};
            case 1 -> new String[] {"snapshot", name, "s1"};
            default -> new String[] {"delete", name};
        };
    }

    /** What is listed can be started, stopped, copied and deleted; what is not listed is not on disk either. */
    private static void everyInstanceIsWhole(Client user, Daemon daemon) {
        List<String> names =
                user.lxc("list", "--format", "csv", "-c", "n").lines().toList();
        for (String name : names) {
            if (user.lxc("list", name, "--format", "csv", "-c", "s").equals("RUNNING")) {
                user.lxc("stop", "--force", name);
            }
            user.lxc("start", name);
            assertThat(user.lxc("exec", name, "--", "echo", "alive")).isEqualTo("alive");
            user.lxc("delete", "--force", name);
        }
        var look = new java.util.ArrayList<>(daemon.reach());
        Path pool = daemon.lxdDir().resolve("storage-pools/pool");
        look.addAll(List.of(
                "find",
                pool.resolve("containers").toString(),
                pool.resolve("containers-snapshots").toString(),
                "-mindepth",
                "1",
                "-maxdepth",
                "1"));
        assertThat(Command.of(look.toArray(String[]::new)).output()).isEmpty();
    }

    private static Client prepared(TwoHosts hosts, String driver) {
        Client user = hosts.first().client();
        user.lxc("storage", "create", "pool", driver);
        user.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
        user.lxc(
                "image",
                "import",
                BusyboxImage.writeTo(hosts.scratch().folder()).toString(),
                "--alias",
                "bb");
        return user;
    }

    private static String pidOf(Client user, String name) {
        return user.lxc("query", "/1.0/instances/" + name + "/state").replaceAll("(?s).*\"pid\": ?(\\d+).*", "$1");
    }
}
