package io.gantry.daemon.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.system.mount.FakeMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedMountsTest {
    @TempDir
    private Path directory;

    private final Effects effects = new Effects();
    private final FakeMounts mounts = new FakeMounts(effects::happen);

    private SharedMounts shared() {
        return new SharedMounts(new DevicePaths(directory), mounts);
    }

    @Test
    void theFirstDaemonMakesItAndTheNextOneFindsIt() {
        Path place = directory.resolve("shmounts");

        shared().start();
        assertThat(effects.take()).containsExactly("bind " + place + " " + place, "make shared " + place);
        shared().start();
        assertThat(effects.take()).containsExactly("make shared " + place);

        shared().stop();
        assertThat(mounts.list()).isEmpty();
        shared().stop();
    }

    @Test
    void whatIsStillMountedForAContainerGoesWithItsFolder() throws IOException {
        shared().make("c1");
        Path point = Files.createDirectory(directory.resolve("shmounts/c1/data"));
        mounts.bind(directory, point);

        shared().remove("c1");

        assertThat(mounts.list()).isEmpty();
        assertThat(directory.resolve("shmounts/c1")).doesNotExist();
        shared().remove("c1");
    }

    @Test
    void aFolderThatCannotBeRemovedIsNamed() throws IOException {
        shared().make("c1");
        Files.createDirectories(directory.resolve("shmounts/c1/data/full"));

        assertThatThrownBy(() -> shared().remove("c1"))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("shmounts/c1");
    }
}
