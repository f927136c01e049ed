package io.gantry.cli.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeListTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private FakeServer server;

    @BeforeEach
    void listen() {
        server = new FakeServer(folder);
        server.sync("GET /1.0/storage-pools/p/volumes?recursion=1", """
                [{"name": "b", "type": "custom", "content_type": "filesystem", "used_by": ["/1.0/instances/c1"]},
                 {"name": "a/s1", "type": "custom"}, {"name": "a", "type": "custom", "description": "mine"},
                 {"name": "f", "type": "image"}]""");
        for (String name : new String[] {"a", "b"}) {
            server.sync("GET /1.0/storage-pools/p/volumes/custom/" + name + "/state", "{\"usage\": {\"used\": 2048}}");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theColumnsAreThoseOfTheLine() {
        assertThat(ClientRun.of(folder, "storage volume list p -f csv -c tn,u").succeeded())
                .isEqualTo("custom,a,0\ncustom (snapshot),a/s1,0\ncustom,b,1\nimage,f,0\n");
        assertThat(ClientRun.of(folder, "storage volume list p -f csv -c d").succeeded())
                .contains("mine");
    }

    @Test
    void theUsageIsAskedForWhereItsColumnIs() {
        assertThat(ClientRun.of(folder, "storage volume list p -f csv -c nU").succeeded())
                .isEqualTo("a,2.00KiB\na/s1,\nb,2.00KiB\nf,\n");
        ClientRun.of(folder, "storage volume list p").succeeded();
        assertThat(server.requests().stream().filter(request -> request.path().endsWith("/state")))
                .hasSize(2);
    }

    @Test
    void columnsThatThereAreNotAreRefused() {
        assertThat(ClientRun.of(folder, "storage volume list p -c nx").refused())
                .startsWith("Unknown column shorthand char 'x' in 'nx'");
        assertThat(ClientRun.of(folder, "storage volume list p -c n,,t").refused())
                .isEqualTo("Empty column entry (redundant, leading or trailing command) in 'n,,t'");
    }
}
