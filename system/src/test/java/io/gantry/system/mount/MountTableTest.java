package io.gantry.system.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MountTableTest {
    @Test
    void readsTheFieldsOfALine() {
        List<Mount> mounts = MountTable.parse(List.of(
                "36 35 98:0 /sub /mnt/with\\040space rw,noatime shared:1 master:2 - btrfs /dev/loop3 rw,subvol=/sub"));

        assertThat(mounts).singleElement().satisfies(mount -> {
            assertThat(mount.root()).isEqualTo(Path.of("/sub"));
            assertThat(mount.target()).isEqualTo(Path.of("/mnt/with space"));
            assertThat(mount.options()).containsExactlyInAnyOrder("rw", "noatime");
            assertThat(mount.isShared()).isTrue();
            assertThat(mount.fileSystem()).isEqualTo("btrfs");
            assertThat(mount.source()).isEqualTo("/dev/loop3");
            assertThat(mount.superOptions()).contains("subvol=/sub");
        });
    }

    @Test
    void skipsWhatIsNoMount() {
        assertThat(MountTable.parse(List.of("", "garbage"))).isEmpty();
    }
}
