package io.gantry.cli.output;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of what LXD 5.0.2 answered. The golden files are what its own client prints then. */
class ListFormatsTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "image list, /1.0/images?recursion=1, images",
        "image alias list, /1.0/images/aliases?recursion=1, image-aliases",
        "profile list, /1.0/profiles?recursion=1, profiles",
        "network list, /1.0/networks?recursion=1, networks",
        "network list-leases nbr0, /1.0/networks/nbr0/leases, leases",
        "storage list, /1.0/storage-pools?recursion=1, pools",
        "storage volume list sd, /1.0/storage-pools/sd/volumes?recursion=1, volumes",
        "operation list, /1.0/operations?recursion=1, operations",
        "config trust list, /1.0/certificates?recursion=1, certificates",
    })
    void areThoseOfLxdsClientInAllFormats(String line, String path, String name) throws IOException {
        try (var server = new FakeServer(folder)) {
            server.sync("GET " + path, Files.readString(RECORDED.resolve(name + ".json")));
            for (String format : new String[] {"table", "compact", "csv", "json", "yaml"}) {
                String printed =
                        ClientRun.of(folder, line + " --format " + format).succeeded();
                Golden.check("lists/" + name + "." + format, printed);
            }
        }
    }
}
