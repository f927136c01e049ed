package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HostDiskTest extends DeviceContract {
    @Override
    Map<String, String> description() throws IOException {
        String source = Files.createDirectories(directory.resolve("some data")).toString();
        return Map.of("type", "disk", "source", source, "path", "/mnt/data", "readonly", "true");
    }

    @Override
    Class<? extends Device> type() {
        return HostDisk.class;
    }

    @Override
    List<String> lxcLines() {
        return List.of(
                "lxc.mount.entry = DIR/some\\040data mnt/data none bind,ro,create=dir 0 0", "lxc.net.0.type = empty");
    }

    @Override
    Optional<Map<String, String>> missing() {
        return Optional.of(Map.of("type", "disk", "source", directory + "/nothing", "path", "/mnt"));
    }

    @Test
    void anOptionalOneThatIsMissingIsLeftOut() {
        Map<String, String> optional =
                Map.of("type", "disk", "source", directory + "/nothing", "path", "/mnt", "required", "false");

        assertThat(prepareAlone(optional)).containsExactly("lxc.net.0.type = empty");
    }

    @Test
    void oneWithinAnotherComesAfterIt() throws IOException {
        String source = Files.createDirectories(directory.resolve("x")).toString();

        assertThat(prepareAll(Map.of(
                        "a", Map.of("type", "disk", "source", source, "path", "/srv/deep"),
                        "b", Map.of("type", "disk", "source", source, "path", "/srv", "recursive", "true"))))
                .containsExactly(
                        "lxc.mount.entry = DIR/x srv none rbind,create=dir 0 0",
                        "lxc.mount.entry = DIR/x srv/deep none bind,create=dir 0 0",
                        "lxc.net.0.type = empty");
    }

    /** With the container's own owners. */
    @Nested
    class Shifted extends DeviceContract {
        @Override
        Map<String, String> description() throws IOException {
            String source = Files.writeString(directory.resolve("file"), "").toString();
            return Map.of("type", "disk", "source", source, "path", "/etc/file", "shift", "true");
        }

        @Override
        Class<? extends Device> type() {
            return HostDisk.class;
        }

        @Override
        List<String> lxcLines() {
            return List.of(
                    "lxc.mount.entry = DIR/lxd/devices/c1/device.thing etc/file none bind,create=file 0 0",
                    "lxc.net.0.type = empty");
        }
    }
}
