package io.gantry.client.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.server.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceFilesTest {
    private static final String PATH = "GET /1.0/instances/c1/files?path=%2Fetc%2Fhosts";

    private final FakeConnection connection = new FakeConnection("unix:///socket");
    private final InstanceFiles files = new InstanceFiles(connection.server("s"), "c1");

    @Test
    void aFileHasContentAndMode() throws IOException {
        connection.raw(PATH, 200, Map.of("X-LXD-type", "file", "X-LXD-mode", "0100640", "Content-Length", "3"), "abc");
        try (InstanceFile file = files.open("/etc/hosts")) {
            assertThat(file.type()).isEqualTo("file");
            assertThat(file.mode()).isEqualTo(0640);
            assertThat(file.length()).isEqualTo(3);
            assertThat(file.content()).hasContent("abc");
        }
    }

    @Test
    void whatTheServerDoesNotSayHasADefault() throws IOException {
        connection.raw(PATH, 200, Map.of("Content-Length", "many"), "abc");
        try (InstanceFile file = files.open("/etc/hosts")) {
            assertThat(file.type()).isEqualTo("file");
            assertThat(file.mode()).isEqualTo(0644);
            assertThat(file.length()).isEqualTo(-1);
        }
    }

    @Test
    void aModeThatIsNoNumberIsTheServersFault() throws IOException {
        connection.raw(PATH, 200, Map.of("X-LXD-mode", "rw-r"), "");
        try (InstanceFile file = files.open("/etc/hosts")) {
            assertThatThrownBy(file::mode)
                    .isInstanceOf(IOException.class)
                    .hasMessage("The server tells \"rw-r\" as the mode of a file");
        }
    }

    @Test
    void aFolderHasEntriesAndALinkATarget() throws IOException {
        connection.raw(PATH, 200, Map.of("X-LXD-type", "directory"), "{\"metadata\": [\"a\", \"b\"]}");
        try (InstanceFile file = files.open("/etc/hosts")) {
            assertThat(file.entries()).containsExactly("a", "b");
        }
        connection.raw("GET /1.0/instances/c1/files?path=%2Fl", 200, Map.of("X-LXD-type", "symlink"), "../x\n");
        try (InstanceFile file = files.open("/l")) {
            assertThat(file.linkTarget()).isEqualTo("../x");
        }
    }

    @Test
    void whatIsWrittenSaysWhoMayDoWhatWithIt() throws IOException {
        connection.sync("POST /1.0/instances/c1/files?path=%2Fa", "{}");
        files.write(
                "/a",
                InstanceFiles.Type.SYMLINK,
                new FileAttributes(1000, 100, 0640, List.of("uid", "mode")),
                new Connection.Body.Bytes(
                        "application/octet-stream", ByteBuffer.wrap("b".getBytes(StandardCharsets.UTF_8))));
        assertThat(connection.requests().getFirst().headers())
                .isEqualTo(Map.of(
                        "X-LXD-type", "symlink",
                        "X-LXD-uid", "1000",
                        "X-LXD-gid", "100",
                        "X-LXD-mode", "0640",
                        "X-LXD-modify-perm", "uid,mode"));
        assertThat(connection.requests().getFirst().body()).isEqualTo("b");
    }

    @Test
    void whatIsKeptIsNotSaid() throws IOException {
        connection.sync("POST /1.0/instances/c1/files?path=%2Fa", "{}");
        files.write("/a", InstanceFiles.Type.FILE, FileAttributes.KEPT, new Connection.Body.None());
        assertThat(connection.requests().getFirst().headers()).isEqualTo(Map.of("X-LXD-type", "file"));
    }

    @Test
    void logsAndTemplatesAreBytes() throws IOException {
        connection.raw("GET /1.0/instances/c1/logs/lxc.log", 200, Map.of(), "it began");
        connection.raw("GET /1.0/instances/c1/metadata/templates?path=t", 200, Map.of(), "{{ x }}");
        try (InputStream log = new Instances(connection.server("s")).log("c1", "lxc.log")) {
            assertThat(log).hasContent("it began");
        }
        assertThat(new InstanceTemplates(connection.server("s"), "c1").read("t"))
                .asString()
                .isEqualTo("{{ x }}");
        assertThatThrownBy(() -> new Instances(connection.server("s")).log("c1", "no.log"))
                .hasMessage("not found");
    }
}
