package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.BusyboxImage;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Daemon;
import io.gantry.e2e.fixture.Host;
import io.gantry.e2e.fixture.Project;
import io.gantry.e2e.fixture.TwoHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that others wrote for LXD do their work on our daemon: Debian's packages, by the scripts and playbooks in
 * {@code src/test/resources/programs}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the daemon is started once for all tests of the class
class ProgramsTest {
    private static final String URL = "https://127.0.0.1:8443";
    private static final String PASSWORD = "secret";
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private TwoHosts hosts;
    private Host host;
    private Daemon daemon;
    private Client administrator;
    private String socket;

    /** A client's certificate and its key, as files. */
    private record Certificate(String certificate, String key) {}

    @BeforeAll
    void start() {
        hosts = new TwoHosts();
        host = hosts.first();
        daemon = host.startGantry();
        socket = host.gantryDir().resolve("unix.socket").toString();
        administrator = host.client();
        administrator.lxc("storage", "create", "pool", "dir");
        administrator.lxc("profile", "device", "add", "default", "root", "disk", "path=/", "pool=pool");
        administrator.lxc("config", "set", "core.https_address", ":8443");
        administrator.lxc("config", "set", "core.trust_password", PASSWORD);
        Path image = BusyboxImage.writeTo(hosts.scratch().folder());
        administrator.lxc("image", "import", image.toString(), "--alias", "bb");
    }

    @AfterAll
    void stop() {
        daemon.close();
        hosts.close();
    }

    private static String resource(String name) {
        return Project.root().resolve("e2e/src/test/resources/programs/" + name).toString();
    }

    /** A program of Debian on the daemon's host. */
    private Command program(String... words) {
        return Command.of(words)
                .inNamespace(host.namespace())
                .environment("HOME", hosts.scratch().folder("home").toString())
                .environment("LXD_DIR", host.gantryDir().toString())
                .within(LONGEST);
    }

    private Command python(String script) {
        return program("/usr/bin/python3", resource(script));
    }

    private Certificate certificate(String name) {
        Path folder = hosts.scratch().folder("certificate-" + name);
        var made = new Certificate(folder + "/client.crt", folder + "/client.key");
        Command.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-nodes")
                .with("-subj", "/CN=" + name, "-keyout", made.key(), "-out", made.certificate())
                .output();
        return made;
    }

    private Certificate trusted(String name) {
        Certificate made = certificate(name);
        administrator.lxc("config", "trust", "add", made.certificate(), "--name", name);
        return made;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containers",
                "execute",
                "files",
                "snapshots",
                "images",
                "events",
                "profiles",
                "networks",
                "storage",
                "trust"
            })
    void pylxdOnTheUnixSocket(String flow) {
        python("pylxd_flows.py").with(flow, socket).output();
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "files", "trust"})
    void pylxdOverTheNetwork(String flow) {
        Certificate own = certificate("pylxd-" + flow);
        python("pylxd_flows.py")
                .with(flow, URL, own.certificate(), own.key(), PASSWORD)
                .output();
    }

    private Command playbook(String name) {
        return program("/usr/bin/ansible-playbook", "-i", "localhost,", resource(name))
                .environment("ANSIBLE_PIPELINING", "1")
                .environment("ANSIBLE_NOCOLOR", "1")
                .environment("ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3");
    }

    @Test
    void ansiblePlaysContainersProfilesAndItsConnection() {
        Path ours = Project.program("lxc").getParent();
        playbook("ansible_unix.yml")
                .with("-e", "socket=" + socket)
                .environment("PATH", ours + ":/usr/sbin:/usr/bin:/sbin:/bin")
                .environment("LXD_CONF", host.folder().resolve("conf").toString())
                .output();
        assertThat(administrator.lxc("list", "an-", "--format", "csv")).isEmpty();
    }

    @Test
    void ansiblePlaysAContainerOverTheNetwork() {
        Certificate own = certificate("ansible");
        playbook("ansible_https.yml")
                .with("-e", "url=" + URL + " cert=" + own.certificate() + " key=" + own.key())
                .environment(
                        "SSL_CERT_FILE", host.gantryDir().resolve("server.crt").toString())
                .output();
        assertThat(administrator.lxc("list", "an-", "--format", "csv")).isEmpty();
    }

    @Test
    void lxdBenchmarkLaunchesStopsStartsAndDeletes() throws IOException {
        Path report = hosts.scratch().folder().resolve("benchmark.csv");
        Command benchmark = program("/usr/bin/lxd-benchmark", "--report-file", report.toString());
        benchmark.with("launch", "--count", "3", "--parallel", "2", "bb").output();
        assertThat(administrator.lxc("list", "benchmark", "--format", "csv", "-c", "s"))
                .isEqualTo("RUNNING\nRUNNING\nRUNNING");
        for (String act : new String[] {"stop", "start", "delete"}) {
            benchmark.with(act).output();
        }
        assertThat(administrator.lxc("list", "benchmark", "--format", "csv")).isEmpty();
        assertThat(Files.readAllLines(report))
                .hasSize(5)
                .allMatch(line -> line.endsWith(",true") || line.contains("label"));
    }

    @Test
    void websocketClientRunsPrograms() {
        administrator.lxc("launch", "bb", "ws-exec");
        Certificate own = trusted("websocket");
        python("websocket_exec.py").with(socket).output();
        python("websocket_exec.py")
                .with(socket, URL, own.certificate(), own.key())
                .output();
        administrator.lxc("delete", "--force", "ws-exec");
    }

    @Test
    void websocketsHearsEvents() {
        Certificate own = trusted("websockets");
        python("websockets_events.py").with(socket).output();
        python("websockets_events.py")
                .with(socket, URL, own.certificate(), own.key())
                .output();
    }

    @Test
    void nodeHearsEvents() {
        Certificate own = trusted("node");
        program("/usr/bin/node", resource("ws_events.js"), URL, own.certificate(), own.key())
                .environment("NODE_PATH", "/usr/share/nodejs")
                .output();
    }

    @Test
    void curlAndJqFollowRecipes() {
        program("/bin/sh", resource("curl_recipes.sh"), socket)
                .with(hosts.scratch().folder("curl").toString())
                .output();
    }

    @Test
    void debiansMonitorShowsEvents() {
        Path log = hosts.scratch().folder().resolve("monitor.json");
        Client debian = host.debianClient();
        Process monitor = debian.command("monitor", "--type", "lifecycle", "--format", "json")
                .startLoggingTo(log);
        try {
            // What happens before the monitor has connected is not shown: something happens until it is.
            Await.until("an event is shown", Duration.ofSeconds(60), () -> {
                debian.lxc("query", "-X", "POST", "-d", "{\"name\": \"watched\"}", "/1.0/profiles");
                debian.lxc("query", "-X", "DELETE", "-d", "null", "/1.0/profiles/watched");
                return Command.of("grep", "-c", "profile-deleted.*/1.0/profiles/watched", log.toString())
                                .run()
                                .status()
                        == 0;
            });
        } finally {
            monitor.destroy();
        }
    }
}
