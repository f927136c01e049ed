package io.gantry.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceListTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/instances.json");

    @TempDir
    private Path folder = Path.of("");

    private ClientRun run(String line) {
        try (var server = new FakeServer(folder)) {
            String instances = Files.readString(RECORDED);
            server.sync("GET /1.0/instances?recursion=2", instances);
            server.sync("GET /1.0/instances?recursion=1", instances);
            return ClientRun.of(folder, line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read " + RECORDED, e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "compact", "csv", "json", "yaml"})
    void hasAllFormats(String format) {
        Golden.check("list." + format, run("list --format " + format).succeeded());
    }

    @Test
    void hasTheFastColumns() {
        Golden.check("list-fast.table", run("list --fast").succeeded());
    }

    @Test
    void hasAllColumns() {
        Golden.check(
                "list-columns.csv",
                run("list -f csv -c n4 -c nabcdDefFlmMNpPsStu46").succeeded());
    }

    @Test
    void hasTheUsersColumns() {
        Golden.check(
                "list-user-columns.table",
                run("list -c ns,user.role,user.role:ROLE,config:volatile.base_image:IMAGE:6,devices:root.pool::-1,limits.memory:MEM:0")
                        .succeeded());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "web | web1 web2",
                "web1 | web1",
                "^web.$ | web1 web2",
                "b$ | db",
                ".*b1 | web1",
                "status=running | web1",
                "STATUS=Running,Frozen | web1 web2",
                "status=stopped | db",
                "type=container | db web1 web2",
                "architecture=aarch64 | ``",
                "user.role=front | web1",
                "u.role=fr.* | web1",
                "u.r=back | db",
                "user.nope= | db web1 web2",
                "limits.memory=1GiB | web1",
                "ipv4=10.0.3.0/24 | web1",
                "ipv4=10.0.4.1 | web2",
                "ipv4=10.0. | web1 web2",
                "ipv6=fd42::/16 | web1",
                "web user.role=front | web1",
                "web user.role=back | ``",
                "nothing | ``",
            })
    void showsWhatAllFiltersAccept(String filters, String names) {
        String shown = run("list -c n -f csv " + filters).succeeded();
        assertThat(shown.strip().replace('\n', ' ')).isEqualTo(names);
    }

    @Test
    void aNameMayFollowTheRemote() {
        assertThat(run("list local:web2 -c n -f csv").succeeded()).isEqualTo("web2\n");
        assertThat(run("list local: db -c n -f csv").succeeded()).isEqualTo("db\n");
    }

    @Test
    void whatNeedsNoStateAsksForNone() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/instances?recursion=1", "[]");
            ClientRun.of(folder, "list --fast").succeeded();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list -c z | no column \"z\"",
                "list -c ,n | an empty column",
                "list -c n, | an empty column",
                "list -c user.a: | an empty title",
                "list -c user.a:A:x | must be -1, 0 or a positive number",
                "list --fast -c n | Can't specify --fast with --columns",
                "list -c nL | Can't specify column L when not clustered",
            })
    void wrongColumnsAreRefused(String line, String message) {
        assertThat(run(line).refused()).contains(message);
    }

    @Test
    void theTypeOfAnInstanceIsLxdsWhereSomethingIsChosen() {
        for (String line : List.of("list -c nt", "list -c nt -f csv", "list -f csv", "list --fast")) {
            assertThat(run(line).succeeded()).contains("CONTAINER").contains("CONTAINER (EPHEMERAL)");
        }
        for (String line : List.of("list", "list -f table", "list web1")) {
            assertThat(run(line).succeeded()).contains("EPHEMERAL").doesNotContain("CONTAINER");
        }
    }

    @Test
    void instancesOfAllProjectsAreListedWithTheirProject() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/instances?recursion=2&all-projects=true", """
                    [{"name": "a", "project": "p", "type": "container", "status": "Stopped"},
                     {"name": "a", "project": "default", "type": "container", "status": "Stopped"}]""");
            assertThat(ClientRun.of(folder, "list --all-projects -f csv").succeeded())
                    .isEqualTo("default,a,STOPPED,,,CONTAINER,0\np,a,STOPPED,,,CONTAINER,0\n");
            assertThat(ClientRun.of(folder, "list --all-projects --project p").refused())
                    .isEqualTo("Can't specify --project with --all-projects");
        }
    }

    @Test
    void whatNoColumnNeedsIsEmptyInTheObjects() {
        try (var server = new FakeServer(folder)) {
            server.sync("GET /1.0/instances?recursion=1", "[{\"name\": \"a\", \"status\": \"Stopped\"}]");
            assertThat(ClientRun.of(folder, "list -c n -f json").succeeded())
                    .isEqualTo(
                            "[{\"name\":\"a\",\"status\":\"Stopped\",\"backups\":null,\"state\":null,\"snapshots\":null}]\n");
        }
        assertThat(run("list web1 -f json").succeeded()).contains("\"pid\":4711");
    }
}
