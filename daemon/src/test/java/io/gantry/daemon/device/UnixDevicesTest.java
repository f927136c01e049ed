package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UnixDevicesTest {
    private static final List<String> LINES = List.of(
            "lxc.mount.entry = DIR/lxd/devices/c1/device.thing dev/x none bind,create=file 0 0",
            "lxc.net.0.type = empty");

    /** A node like one of the host's. */
    @Nested
    class OfTheHost extends DeviceContract {
        @Override
        Map<String, String> description() {
            return Map.of("type", "unix-char", "source", "/dev/zero", "path", "/dev/x", "gid", "5", "mode", "0600");
        }

        @Override
        Class<? extends Device> type() {
            return UnixChar.class;
        }

        @Override
        List<String> lxcLines() {
            return LINES;
        }

        @Override
        Optional<Map<String, String>> missing() {
            return Optional.of(Map.of("type", "unix-char", "path", "/dev/no-such-device"));
        }

        @Test
        void hasTheHostsNumberAndTheContainersOwners() {
            prepareAlone(description());

            assertThat(effects.take()).containsExactly("make node device.thing c 1:5 of 1000000:1000005, mode 600");
        }
    }

    /** A node with a number of its own. */
    @Nested
    class Numbered extends DeviceContract {
        @Override
        Map<String, String> description() {
            return Map.of("type", "unix-block", "path", "/dev/x", "major", "7", "minor", "300");
        }

        @Override
        Class<? extends Device> type() {
            return UnixBlock.class;
        }

        @Override
        List<String> lxcLines() {
            return LINES;
        }

        @Test
        void needsNoSource() {
            prepareAlone(description());

            assertThat(effects.take()).containsExactly("make node device.thing b 7:300 of 1000000:1000000, mode 660");
        }
    }

    /** A node that may come later; here it is there already. */
    @Nested
    class Awaited extends DeviceContract {
        @Override
        Map<String, String> description() {
            return Map.of("type", "unix-char", "source", "/dev/zero", "path", "/dev/x", "required", "false");
        }

        @Override
        Class<? extends Device> type() {
            return UnixChar.class;
        }

        @Override
        List<String> lxcLines() {
            return LINES;
        }

        @Test
        void isLeftOutAtStartWhereItIsMissing() {
            assertThat(prepareAlone(Map.of("type", "unix-char", "path", "/dev/no-such", "required", "false")))
                    .containsExactly("lxc.net.0.type = empty");
        }
    }
}
