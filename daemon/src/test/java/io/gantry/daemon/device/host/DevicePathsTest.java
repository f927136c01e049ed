package io.gantry.daemon.device.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicePathsTest {
    private final DevicePaths paths = new DevicePaths(Path.of("/lxd"));

    @Test
    void whateverADeviceIsCalledItsPlaceIsOneInTheFolder() {
        for (String name : List.of("..", ".", "../../x", "/etc/passwd", "a/b", "a-b", "plain")) {
            assertThat(paths.ready("c1", name).normalize().getParent()).isEqualTo(Path.of("/lxd/devices/c1"));
            assertThat(paths.sharedMount("c1", name).normalize().getParent()).isEqualTo(Path.of("/lxd/shmounts/c1"));
            assertThat(paths.staging("c1", name).normalize().getParent()).isEqualTo(Path.of("/lxd/staging"));
        }
    }

    @Test
    void differentNamesHaveDifferentPlaces() {
        List<String> names = List.of("..", ".", "a/b", "a-b", "a--b", "a.b", "-", "/", "-.", "/.", "plain");

        assertThat(names.stream().map(DevicePaths::fileName)).doesNotHaveDuplicates();
    }
}
