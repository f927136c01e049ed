package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.DaemonUnderTest;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users do every day on one host, each with our client and with Debian's on our daemon. */
@Tag(DaemonUnderTest.CLIENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the host is made once for all tests of the class
class EverydayTest {
    private TwoHosts hosts;
    private Daemon daemon;
    private Path image;

    /** A client and what tells its containers from the other's. */
    record User(Client client, String name) {
        String lxc(String... arguments) {
            return client.lxc(arguments);
        }

        /** A container that is there and runs. */
        String launch(String suffix) {
            String container = name + "-" + suffix;
            client.lxc("launch", "bb", container);
            return container;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void start() {
        hosts = new TwoHosts();
        daemon = hosts.first().startDaemon();
        Client administrator = hosts.first().client();
        administrator.lxc("storage", "create", "pool", "btrfs", "size=2GiB");
        administrator.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
        image = BusyboxImage.writeTo(hosts.scratch().folder());
        administrator.lxc("image", "import", image.toString(), "--alias", "bb");
    }

    @AfterAll
    void stop() {
        daemon.close();
        hosts.close();
    }

    /** On Debian's daemon, its own client has nothing to show. */
    Stream<User> users() {
        var ours = new User(hosts.first().client(), "ours");
        return switch (DaemonUnderTest.ofThisRun()) {
            case GANTRY -> Stream.of(ours, new User(hosts.first().debianClient(), "debian"));
            case DEBIAN -> Stream.of(ours);
        };
    }

    @ParameterizedTest
    @MethodSource("users")
    @Tag(DaemonUnderTest.ALWAYS)
    void launchListInfoStopStartDelete(User user) {
        String c = user.launch("life");
        assertThat(user.lxc("list", c, "--format", "csv", "-c", "ns")).isEqualTo(c + ",RUNNING");
        assertThat(user.lxc("list", c)).contains("| " + c);
        assertThat(user.lxc("info", c)).contains("Name: " + c).containsIgnoringCase("Status: Running");
        user.lxc("pause", c);
        assertThat(user.lxc("list", c, "--format", "csv", "-c", "s")).isEqualTo("FROZEN");
        user.lxc("start", c);
        user.lxc("restart", "--force", c);
        assertThat(user.client().refused("delete", c)).contains("running");
        user.lxc("stop", c, "--timeout", "10");
        user.lxc("rename", c, c + "2");
        user.lxc("delete", c + "2");
        assertThat(user.client().refused("info", c + "2")).contains("not found");
    }

    @ParameterizedTest
    @MethodSource("users")
    void execKeepsStreamsStatusAndSurroundings(User user) {
        String c = user.launch("exec");
        var outcome = user.client().attempt("exec", c, "--", "sh", "-c", "echo out; echo err >&2; exit 7");
        assertThat(outcome.status()).isEqualTo(7);
        assertThat(outcome.text()).isEqualTo("out\n");
        assertThat(outcome.errorText()).isEqualTo("err\n");
        assertThat(user.client().attempt("exec", c, "--", "no-such-program").status())
                .isEqualTo(127);
        assertThat(user.client().attempt("exec", c, "--", "/etc/passwd").status())
                .isEqualTo(126);
        assertThat(user.client()
                        .attempt("exec", c, "--", "sh", "-c", "kill -TERM $$")
                        .status())
                .isEqualTo(143);
        assertThat(user.lxc("exec", c, "--env", "A=b c", "--", "sh", "-c", "echo $A"))
                .isEqualTo("b c");
        assertThat(user.lxc("exec", c, "--cwd", "/etc", "--", "pwd")).isEqualTo("/etc");
        assertThat(user.lxc("exec", c, "--user", "1000", "--group", "1000", "--", "id", "-u"))
                .isEqualTo("1000");
        assertThat(user.lxc("exec", c, "--", "pwd")).isEqualTo("/root");
        String typed = "line\n".repeat(20_000);
        assertThat(user.client()
                        .command("exec", c, "--", "cat")
                        .input(typed)
                        .run()
                        .succeeded()
                        .text())
                .isEqualTo(typed);
        user.lxc("delete", "--force", c);
    }

    @ParameterizedTest
    @MethodSource("users")
    @Tag(DaemonUnderTest.ALWAYS)
    void filesGoInAndComeOut(User user) throws IOException {
        String c = user.launch("file");
        Path here =
                Files.createDirectories(hosts.scratch().folder("files-" + user).resolve("folder/inner"));
        Files.writeString(here.resolve("with space"), "content\n");
        String folder = here.getParent() == null ? "" : here.getParent().toString();

        user.lxc(
                "file",
                "push",
                here.resolve("with space").toString(),
                c + "/root/one",
                "--mode",
                "0640",
                "--uid",
                "1000",
                "--gid",
                "1000");
        assertThat(user.lxc("exec", c, "--", "stat", "-c", "%a %u %g", "/root/one"))
                .isEqualTo("640 1000 1000");
        assertThat(user.lxc("file", "pull", c + "/root/one", "-")).isEqualTo("content");
        user.client()
                .command("file", "push", "-", c + "/root/typed")
                .input("typed\n")
                .run()
                .succeeded();
        assertThat(user.lxc("exec", c, "--", "cat", "/root/typed")).isEqualTo("typed");
        user.lxc("file", "push", "-r", folder, c + "/root/");
        assertThat(user.lxc("exec", c, "--", "cat", "/root/folder/inner/with space"))
                .isEqualTo("content");
        user.lxc(
                "file",
                "pull",
                "-r",
                c + "/root/folder",
                hosts.scratch().folder("pulled-" + user).toString());
        assertThat(hosts.scratch().folder("pulled-" + user).resolve("folder/inner/with space"))
                .hasContent("content\n");
        user.lxc("exec", c, "--", "ln", "-s", "/etc/passwd", "/root/link");
        assertThat(user.lxc("file", "pull", c + "/root/link", "-")).doesNotContain("daemon:");
        user.lxc("file", "delete", c + "/root/one");
        assertThat(user.client().refused("file", "pull", c + "/root/one", "-")).containsIgnoringCase("not found");
        user.lxc("stop", "--force", c);
        assertThat(user.lxc("file", "pull", c + "/root/typed", "-")).isEqualTo("typed");
        user.lxc("delete", c);
    }

    @ParameterizedTest
    @MethodSource("users")
    void snapshotsRestoreCopyAndPublish(User user) {
        String c = user.launch("snap");
        user.lxc("exec", c, "--", "sh", "-c", "echo before > /root/f");
        user.lxc("config", "set", c, "user.when", "before");
        user.lxc("snapshot", c, "s1");
        user.lxc("snapshot", c);
        user.lxc("exec", c, "--", "sh", "-c", "echo after > /root/f");
        user.lxc("config", "set", c, "user.when", "after");
        user.lxc("restore", c, "s1");
        assertThat(user.lxc("exec", c, "--", "cat", "/root/f")).isEqualTo("before");
        assertThat(user.lxc("config", "get", c, "user.when")).isEqualTo("before");
        user.lxc("copy", c + "/s1", c + "-copy");
        assertThat(user.lxc("file", "pull", c + "-copy/root/f", "-")).isEqualTo("before");
        user.lxc("publish", c + "/s1", "--alias", "published-" + user);
        user.lxc("launch", "published-" + user, c + "-again");
        assertThat(user.lxc("exec", c + "-again", "--", "cat", "/root/f")).isEqualTo("before");
        assertThat(user.lxc("info", c)).contains("s1").contains("snap0");
        user.lxc("delete", c + "/s1");
        user.lxc("move", c + "/snap0", c + "/renamed");
        assertThat(user.lxc("info", c)).contains("renamed").doesNotContain("snap0");
        user.lxc("delete", "--force", c, c + "-copy", c + "-again");
        user.lxc("image", "delete", "published-" + user);
    }

    @ParameterizedTest
    @MethodSource("users")
    void configurationProfilesAndDevices(User user) {
        String c = user.launch("config");
        user.lxc("profile", "create", "p-" + user);
        user.lxc("profile", "set", "p-" + user, "environment.FROM", "profile");
        user.lxc("profile", "add", c, "p-" + user);
        assertThat(user.lxc("exec", c, "--", "sh", "-c", "echo $FROM")).isEqualTo("profile");
        assertThat(user.lxc("config", "show", c))
                .doesNotContain("environment.FROM")
                .contains("p-" + user);
        assertThat(user.lxc("config", "show", c, "--expanded")).contains("environment.FROM: profile");
        assertThat(user.client().refused("profile", "delete", "p-" + user)).contains("in use");
        user.lxc("profile", "remove", c, "p-" + user);
        user.lxc("profile", "delete", "p-" + user);
        assertThat(user.client().refused("config", "set", c, "no.such.key", "1"))
                .contains("no.such.key");
        assertThat(user.client().refused("config", "set", c, "limits.memory", "lots"))
                .startsWith("Error: ");
        user.lxc("config", "set", c, "limits.memory", "64MiB");
        Path shared = hosts.scratch().folder("shared-" + user);
        user.lxc("config", "device", "add", c, "data", "disk", "source=" + shared, "path=/mnt/data", "readonly=true");
        assertThat(user.lxc("exec", c, "--", "grep", " /mnt/data ", "/proc/mounts"))
                .contains("ro,");
        user.lxc("config", "device", "remove", c, "data");
        assertThat(user.client()
                        .attempt("exec", c, "--", "grep", " /mnt/data ", "/proc/mounts")
                        .status())
                .isEqualTo(1);
        String yaml = user.lxc("config", "show", c);
        user.client().command("config", "edit", c).input(yaml + "\n").run().succeeded();
        user.lxc("delete", "--force", c);
    }

    @ParameterizedTest
    @MethodSource("users")
    void imagesTravelAsFilesWithAliasesAndProperties(User user) {
        Path exported = hosts.scratch().folder("export-" + user);
        user.lxc("image", "export", "bb", exported + "/copy");
        assertThat(exported.resolve("copy.tar.gz")).exists();
        assertThat(user.lxc("image", "info", "bb")).contains("Fingerprint: ");
        String fingerprint = user.lxc("image", "list", "bb", "--format", "csv", "-c", "F");
        user.lxc("image", "alias", "create", "other-" + user, fingerprint);
        assertThat(user.lxc("image", "alias", "list", "--format", "csv")).contains("other-" + user);
        user.lxc("image", "alias", "delete", "other-" + user);
        assertThat(user.lxc("image", "list")).contains("Busybox test image");
        assertThat(user.lxc("image", "show", "bb")).contains("os: busybox");
        assertThat(user.client().refused("launch", "no-such-image", "never")).startsWith("Error: ");
    }

    @ParameterizedTest
    @MethodSource("users")
    void storageNetworksOperationsAndQueriesAnswer(User user) {
        assertThat(user.lxc("storage", "list", "--format", "csv")).contains("pool,btrfs");
        assertThat(user.lxc("storage", "show", "pool"))
                .contains("driver: btrfs")
                .contains("/1.0/profiles/default");
        assertThat(user.lxc("network", "list", "--format", "csv")).contains("eth0,physical");
        assertThat(user.lxc("operation", "list", "--format", "csv")).isEmpty();
        assertThat(user.lxc("query", "/1.0/instances")).startsWith("[");
        assertThat(user.lxc("version")).isNotEmpty();
        assertThat(user.client().refused("info", "nobody"))
                .isEqualTo(user.client().refused("info", "nobody"));
        assertThat(image).exists();
    }

    @ParameterizedTest
    @MethodSource("users")
    void profilesAreMadeEditedCopiedAndAppliedSeveralAtOnce(User user) {
        String one = "one-" + user;
        String two = "two-" + user;
        String c = user + "-profiles";
        user.lxc("profile", "create", one);
        user.client()
                .command("profile", "edit", one)
                .input("config:\n  user.text: |\n    several\n    lines\ndescription: edited\ndevices: {}\n")
                .run()
                .succeeded();
        user.lxc("profile", "device", "add", one, "nothing", "none");
        assertThat(user.lxc("profile", "device", "list", one)).isEqualTo("nothing");
        assertThat(user.lxc("profile", "device", "get", one, "nothing", "type")).isEqualTo("none");
        assertThat(user.lxc("profile", "device", "show", one)).isEqualTo("nothing:\n  type: none");
        user.lxc("profile", "copy", one, two + "-a");
        user.lxc("profile", "rename", two + "-a", two);
        assertThat(user.lxc("profile", "show", two)).contains("description: edited", "    several\n    lines");
        user.client()
                .command("profile", "set", two, "user.typed", "-")
                .input("typed")
                .run()
                .succeeded();
        assertThat(user.lxc("profile", "get", two, "user.typed")).isEqualTo("typed");
        user.lxc("init", "--empty", c);
        user.lxc("profile", "assign", c, "default," + one + "," + two);
        assertThat(user.lxc("list", c, "--format", "csv", "-c", "nP,user.typed"))
                .isEqualTo(c + ",\"default\n" + one + "\n" + two + "\",typed");
        assertThat(user.client().refused("config", "device", "remove", c, "nothing"))
                .contains("Device from profile(s)");
        user.lxc("config", "device", "override", c, "root", "size=1GiB");
        assertThat(user.lxc("config", "device", "get", c, "root", "size")).isEqualTo("1GiB");
        user.lxc("config", "device", "set", c, "root", "size=2GiB");
        user.lxc("config", "device", "unset", c, "root", "size");
        assertThat(user.lxc("config", "device", "get", c, "root", "size")).isEmpty();
        user.lxc("delete", c);
        user.lxc("profile", "device", "remove", one, "nothing");
        user.lxc("profile", "delete", one);
        user.lxc("profile", "delete", two);
        assertThat(user.lxc("profile", "list", "--format", "csv"))
                .doesNotContain(one)
                .doesNotContain(two);
    }

    @ParameterizedTest
    @MethodSource("users")
    void remotesAliasesAndTrustedClientsAreKept(User user) {
        user.lxc("remote", "add", "here", "unix://");
        user.lxc("remote", "switch", "here");
        assertThat(user.lxc("remote", "get-default")).isEqualTo("here");
        assertThat(user.lxc("list", "here:", "--format", "csv")).isEqualTo(user.lxc("list", "--format", "csv"));
        assertThat(user.client().refused("remote", "remove", "here")).contains("default remote");
        user.lxc("remote", "rename", "here", "there");
        assertThat(user.lxc("remote", "get-default")).isEqualTo("there");
        user.lxc("remote", "switch", "local");
        user.lxc("remote", "remove", "there");
        assertThat(user.client().refused("list", "there:")).contains("\"there\" doesn't exist");

        user.lxc("alias", "add", "my pools", "storage list --format csv");
        assertThat(user.lxc("my", "pools")).contains("pool,btrfs");
        assertThat(user.lxc("alias", "list", "--format", "csv")).isEqualTo("my pools,storage list --format csv");
        user.lxc("alias", "remove", "my pools");
        assertThat(user.client().refused("my", "pools")).contains("unknown command \"my\"");

        Path key = hosts.scratch().folder("trust-" + user);
        io.gantry.e2e.fixture.Command.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-384",
                        "-nodes",
                        "-subj",
                        "/CN=" + user,
                        "-keyout",
                        key + "/x.key",
                        "-out",
                        key + "/x.crt")
                .output();
        user.lxc("config", "trust", "add", key + "/x.crt", "--name", "friend-" + user);
        String line = user.lxc("config", "trust", "list", "--format", "csv");
        assertThat(line).startsWith("client,friend-" + user + "," + user + ",");
        assertThat(user.lxc("config", "trust", "list").lines()).hasSize(5);
        user.lxc("config", "trust", "remove", line.split(",", -1)[3]);
        assertThat(user.lxc("config", "trust", "list", "--format", "csv")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("users")
    void poolsAreMadeQueriedAndDeleted(User user) {
        String pool = "extra-" + user;
        user.lxc("storage", "create", pool, "dir");
        assertThat(user.lxc("storage", "info", pool)).contains("driver: dir", "space used", "total space");
        assertThat(user.lxc("storage", "get", pool, "source")).contains("storage-pools/" + pool);
        assertThat(user.client().refused("storage", "create", pool, "dir")).contains("exists");
        user.lxc("storage", "delete", pool);
        assertThat(user.client().refused("storage", "show", pool)).containsIgnoringCase("not found");

        String profile = "queried-" + user;
        user.lxc("query", "-X", "POST", "-d", "{\"name\": \"" + profile + "\"}", "/1.0/profiles");
        assertThat(user.lxc("query", "--raw", "/1.0/profiles/" + profile)).contains("\"status_code\": 200");
        user.lxc("query", "--wait", "-X", "DELETE", "/1.0/profiles/" + profile);
        assertThat(user.client().refused("query", "/1.0/profiles/" + profile)).containsIgnoringCase("not found");
    }

    @ParameterizedTest
    @MethodSource("users")
    void filesAreEditedAndTheShellReadsItsInput(User user) {
        String c = user.launch("edit");
        user.client()
                .command("file", "push", "-p", "--mode", "0640", "-", c + "/root/made/on/the/way")
                .input("before\n")
                .run()
                .succeeded();
        user.client()
                .command("file", "edit", c + "/root/made/on/the/way")
                .input("after\n")
                .run()
                .succeeded();
        assertThat(user.lxc("exec", c, "--", "sh", "-c", "cd /root/made/on/the; stat -c %a way; cat way"))
                .isEqualTo("640\nafter");
        var shell = user.client()
                .command("exec", c, "--", "sh")
                .input("echo out; exit 3\n")
                .run();
        assertThat(shell.status()).isEqualTo(3);
        assertThat(shell.text()).isEqualTo("out\n");
        assertThat(user.client().attempt("exec", c, "--", "no-such-program").errorText())
                .isNotEmpty();
        user.lxc("delete", "-f", c);
    }
}
