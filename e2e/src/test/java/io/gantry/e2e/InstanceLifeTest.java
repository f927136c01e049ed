package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.ContainerTree;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.TreeManifest;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What containers go through on one host: limits, devices, owners, snapshots, copies, and what kills them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the host is made once for all tests of the class
class InstanceLifeTest {
    private TwoHosts hosts;
    private Daemon daemon;
    private Client user;

    @BeforeAll
    void start() {
        hosts = new TwoHosts();
        daemon = hosts.first().startGantry();
        user = hosts.first().client();
        user.lxc("storage", "create", "plain", "dir");
        user.lxc("storage", "create", "pool", "btrfs", "size=2GiB");
        user.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=plain");
        user.lxc(
                "image",
                "import",
                BusyboxImage.writeTo(hosts.scratch().folder()).toString(),
                "--alias",
                "bb");
    }

    @AfterAll
    void stop() {
        daemon.close();
        hosts.close();
    }

    private String shell(String container, String line) {
        return user.lxc("exec", container, "--", "sh", "-c", line);
    }

    @Test
    void anExecEndsWithItsProgramAndWhoeverHasItsOutput() {
        user.lxc("launch", "bb", "behind");
        String shown = user.command(
                        "exec", "behind", "--", "sh", "-c", "sleep 300 > /dev/null 2>&1 & echo started; exit 0")
                .within(Duration.ofSeconds(60))
                .output();
        assertThat(shown).isEqualTo("started");
        // What is written after the program's end arrives whole too.
        String counted = user.command("exec", "behind", "--", "sh", "-c", "seq 100000 & exit 0")
                .within(Duration.ofSeconds(60))
                .output();
        assertThat(counted).startsWith("1\n2\n").endsWith("\n100000");
        user.lxc("delete", "--force", "behind");
    }

    @Test
    void memoryLimitsFollowUpAndDown() throws IOException {
        user.lxc("launch", "bb", "limited", "-c", "limits.memory=50MiB");
        assertThat(memoryLimit("limited")).isEqualTo("52428800");
        user.lxc("config", "set", "limited", "limits.memory", "100MiB");
        assertThat(memoryLimit("limited")).isEqualTo("104857600");
        user.lxc("config", "set", "limited", "limits.memory", "20MiB");
        assertThat(memoryLimit("limited")).isEqualTo("20971520");
        user.lxc("config", "set", "limited", "limits.memory.enforce", "soft");
        assertThat(memoryLimit("limited")).isNotEqualTo("20971520");
        user.lxc("config", "unset", "limited", "limits.memory.enforce");
        assertThat(memoryLimit("limited")).isEqualTo("20971520");
        user.lxc("config", "unset", "limited", "limits.memory");
        assertThat(memoryLimit("limited")).isNotEqualTo("20971520");
        user.lxc("delete", "--force", "limited");
    }

    private String memoryLimit(String container) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(init(container)), "cgroup"))) {
            String[] fields = line.split(":", 3);
            if (fields[1].equals("memory")) {
                return Files.readString(Path.of("/sys/fs/cgroup/memory", fields[2], "memory.limit_in_bytes"))
                        .strip();
            }
        }
        String unified = Files.readString(Path.of("/proc", Long.toString(init(container)), "cgroup"))
                .strip()
                .substring("0::".length());
        return Files.readString(Path.of("/sys/fs/cgroup", unified, "memory.max"))
                .strip();
    }

    @Test
    void devicesComeAndGoAndSurviveARestart() throws IOException {
        user.lxc("launch", "bb", "devices");
        Path outer = Files.createDirectories(hosts.scratch().folder("outer").resolve("inner"))
                .getParent();
        Path mine = Files.createFile(hosts.scratch().folder("shifted").resolve("mine"));
        Files.setAttribute(mine, "unix:uid", 1000);

        // By its name the inner one would come first.
        user.lxc("config", "device", "add", "devices", "b", "disk", "source=" + outer, "path=/mnt/outer");
        user.lxc("config", "device", "add", "devices", "a", "disk", "source=" + mine, "path=/mnt/outer/inner/file");
        user.lxc(
                "config",
                "device",
                "add",
                "devices",
                "shifted",
                "disk",
                "source=" + mine.getParent(),
                "path=/mnt/shifted",
                "shift=true");
        user.lxc("config", "device", "add", "devices", "none", "disk", "source=/no/such", "path=/x", "required=false");
        user.lxc(
                "config",
                "device",
                "add",
                "devices",
                "node",
                "unix-char",
                "path=/dev/nodes/kmsg",
                "source=/dev/kmsg",
                "uid=7",
                "mode=0640");
        String state = "stat -c '%a %u %t:%T' /dev/nodes/kmsg; stat -c %u /mnt/shifted/mine; ls /mnt/outer/inner";
        assertThat(shell("devices", state)).isEqualTo("640 7 1:b\n1000\nfile");
        user.lxc("restart", "--force", "devices");
        assertThat(shell("devices", state)).isEqualTo("640 7 1:b\n1000\nfile");

        // A name that is a path leads nowhere.
        String escaping = "../../outside";
        user.lxc("config", "device", "add", "devices", escaping, "disk", "source=" + outer, "path=/mnt/escaping");
        assertThat(shell("devices", "ls /mnt/escaping")).isEqualTo("inner");
        assertThat(daemon.lxdDir().resolve("outside")).doesNotExist();
        user.lxc("config", "device", "remove", "devices", escaping);
        for (String device : new String[] {"b", "a", "shifted", "none", "node"}) {
            user.lxc("config", "device", "remove", "devices", device);
        }
        assertThat(shell("devices", "ls /dev/nodes /mnt/shifted /mnt/outer")).doesNotContain("kmsg", "mine", "inner");
        user.lxc("delete", "--force", "devices");
        assertThat(daemon.lxdDir().resolve("devices")).isEmptyDirectory();
    }

    @Test
    void aPluggedInterfaceIsKnownByItsNameOnTheHost() {
        user.lxc("launch", "bb", "nic");
        user.lxc("config", "device", "add", "nic", "p", "nic", "nictype=p2p", "name=inside", "host_name=gantrytest0");
        assertThat(user.lxc("config", "get", "nic", "volatile.p.host_name")).isEqualTo("gantrytest0");
        assertThat(user.lxc("query", "/1.0/instances/nic/state")).contains("\"host_name\": \"gantrytest0\"");
        assertThat(user.lxc("config", "get", "nic", "volatile.p.hwaddr")).startsWith("00:16:3e:");
        user.lxc("config", "device", "remove", "nic", "p");
        assertThat(user.lxc("config", "show", "nic")).doesNotContain("volatile.p.");
        user.lxc("delete", "--force", "nic");
    }

    @Test
    void filesWithShiftedOwnersOnDiskAreTakenAsTheyAre() {
        user.lxc("init", "bb", "shifted");
        ContainerTree.change(
                daemon, "plain", "shifted", "find . -exec chown -h +1000000:+1000000 {} +; chown 1001000:1001001 root");
        String shift = "[{\"Isuid\":true,\"Isgid\":true,\"Hostid\":1000000,\"Nsid\":0,\"Maprange\":65536}]";
        assertThat(user.refused("config", "set", "shifted", "volatile.last_state.idmap=" + shift))
                .contains("volatile.last_state.idmap");
        String said = "{\"config\": {\"volatile.last_state.idmap\": \"" + shift.replace("\"", "\\\"") + "\"}}";
        user.lxc("query", "--wait", "-X", "PUT", "/1.0/instances/shifted", "-d", said);
        assertThat(user.refused("query", "-X", "PATCH", "/1.0/instances/shifted", "-d", said))
                .contains("volatile.last_state.idmap");
        assertThat(user.lxc("config", "get", "shifted", "volatile.last_state.idmap"))
                .isEqualTo("[]");
        user.lxc("init", "bb", "claims", "-c", "volatile.last_state.idmap=" + shift, "-c", "volatile.idmap.base=1");
        assertThat(user.lxc("config", "get", "claims", "volatile.last_state.idmap"))
                .isEqualTo("[]");
        assertThat(user.lxc("config", "get", "claims", "volatile.idmap.base")).isEqualTo("0");
        user.lxc("delete", "claims");
        // As another daemon left it that shifts owners on disk.
        daemon.terminate();
        Command.of(
                        "/usr/bin/python3",
                        "-c",
                        "import sqlite3, sys; d = sqlite3.connect(sys.argv[1], timeout=20); d.execute(\"UPDATE instances"
                                + " SET config = json_set(config, '$.\\\"volatile.last_state.idmap\\\"', ?)"
                                + " WHERE name = 'shifted'\", [sys.argv[2]]); d.commit()",
                        daemon.lxdDir().resolve("database/gantry.db").toString(),
                        shift)
                .output();
        daemon.startAgain();
        String owners = "stat -c '%u:%g' /bin /root";
        user.lxc("start", "shifted");
        assertThat(shell("shifted", owners)).isEqualTo("0:0\n1000:1001");
        user.lxc("restart", "--force", "shifted");
        user.command("file", "push", "-", "shifted/root/pushed", "--uid", "5")
                .input("x")
                .run()
                .succeeded();
        assertThat(shell("shifted", "stat -c %u /root/pushed")).isEqualTo("5");
        user.lxc("stop", "--force", "shifted");
        user.lxc("config", "set", "shifted", "security.privileged", "true");
        user.lxc("start", "shifted");
        assertThat(shell("shifted", owners + " /root/pushed")).isEqualTo("0:0\n1000:1001\n5:0");
        user.lxc("stop", "--force", "shifted");
        user.lxc("file", "pull", "shifted/root/pushed", "-");
        user.lxc("delete", "shifted");
    }

    @Test
    void aContainerAsksAboutItself() {
        user.lxc("launch", "bb", "asking", "-c", "user.colour=red");
        Path socket = daemon.lxdDir().resolve("devlxd/asking/sock");
        shell("asking", "test -S /dev/lxd/sock");
        assertThat(ask(socket, "/1.0/config/user.colour")).isEqualTo("red 200");
        assertThat(ask(socket, "/1.0/config/volatile.uuid")).isEqualTo("not authorized\n 403");
        daemon.kill();
        daemon.startAgain();
        shell("asking", "test -S /dev/lxd/sock");
        assertThat(ask(socket, "/1.0/config")).isEqualTo("[\"/1.0/config/user.colour\"]\n 200");
        user.lxc("config", "set", "asking", "security.devlxd", "false");
        shell("asking", "! test -e /dev/lxd/sock");
        user.lxc("delete", "--force", "asking");
        assertThat(socket.getParent()).doesNotExist();
    }

    private static String ask(Path socket, String path) {
        return Command.of("curl", "-s", "-w", " %{http_code}", "--unix-socket", socket.toString(), "http://lxd" + path)
                .output();
    }

    @Test
    void aContainerWhoseMonitorIsKilledIsStopped() throws IOException {
        user.lxc("launch", "bb", "orphan");
        for (boolean isDaemonThere : new boolean[] {true, false}) {
            long init = init("orphan");
            long monitor = ProcessHandle.of(init)
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .pid();
            if (!isDaemonThere) {
                user.lxc("config", "set", "orphan", "boot.autostart", "false");
                daemon.kill();
            }
            Command.of("kill", "-9", Long.toString(monitor)).output();
            if (!isDaemonThere) {
                daemon.startAgain();
            }
            Await.until("the end of the orphan", Duration.ofSeconds(30), () -> !isRunning(init));
            Await.until(
                    "the state",
                    Duration.ofSeconds(30),
                    () -> user.lxc("list", "orphan", "--format", "csv", "-c", "s")
                            .equals("STOPPED"));
            user.lxc("start", "orphan");
        }
        user.lxc("delete", "--force", "orphan");
    }

    private long init(String container) {
        String state = user.lxc("query", "/1.0/instances/" + container + "/state");
        return Long.parseLong(state.replaceAll("(?s).*\"pid\": ([0-9]+).*", "$1"));
    }

    private static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return !stat.contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void copiesGoFromPoolToPoolWithTheirSnapshots() {
        user.lxc("launch", "bb", "origin");
        shell("origin", "echo one > /root/f; ln /root/f /root/g; mkfifo /root/p; chown 1000:1001 /root/g");
        user.lxc("snapshot", "origin", "first");
        shell("origin", "echo two > /root/f; rm /root/p; echo new > /root/new");
        user.lxc("snapshot", "origin", "second");
        user.lxc("stop", "--force", "origin");
        user.lxc("copy", "origin", "there", "--storage", "pool");
        user.lxc("copy", "there", "back", "--storage", "plain");
        user.lxc("copy", "there/first", "early", "--storage", "plain");

        Set<TreeManifest.Detail> all = EnumSet.allOf(TreeManifest.Detail.class);
        TreeManifest origin = ContainerTree.of(daemon, "plain", "origin");
        assertThat(origin.differencesFrom(ContainerTree.of(daemon, "pool", "there")))
                .isEmpty();
        assertThat(origin.differencesFrom(ContainerTree.of(daemon, "plain", "back")))
                .isEmpty();
        for (String snapshot : new String[] {"first", "second"}) {
            TreeManifest manifest = ContainerTree.ofSnapshot(daemon, "plain", "origin", snapshot, all);
            assertThat(manifest.differencesFrom(ContainerTree.ofSnapshot(daemon, "pool", "there", snapshot, all)))
                    .isEmpty();
            assertThat(manifest.differencesFrom(ContainerTree.ofSnapshot(daemon, "plain", "back", snapshot, all)))
                    .isEmpty();
        }
        assertThat(ContainerTree.ofSnapshot(daemon, "plain", "origin", "first", all)
                        .differencesFrom(ContainerTree.of(daemon, "plain", "early")))
                .isEmpty();
        user.lxc("start", "there");
        assertThat(shell("there", "cat /root/f /root/new")).isEqualTo("two\nnew");
        user.lxc("delete", "--force", "origin", "there", "back", "early");
    }

    @Test
    void snapshotsAreNumberedOnAndLogsFollowTheName() throws IOException {
        user.lxc("launch", "bb", "named");
        user.lxc("snapshot", "named");
        user.lxc("snapshot", "named");
        user.lxc("delete", "named/snap0");
        user.lxc("snapshot", "named");
        assertThat(user.lxc("query", "/1.0/instances/named/snapshots"))
                .contains("snap1", "snap2")
                .doesNotContain("snap0");
        user.lxc("config", "set", "named", "snapshots.pattern", "auto%d");
        user.lxc("snapshot", "named");
        assertThat(user.lxc("info", "named")).contains("auto0");
        user.lxc("stop", "--force", "named");
        user.lxc("rename", "named", "renamed");
        Path logs = daemon.lxdDir().resolve("logs");
        assertThat(logs.resolve("renamed/lxc.log")).exists();
        assertThat(logs.resolve("named")).doesNotExist();
        user.lxc("delete", "renamed");
    }
}
