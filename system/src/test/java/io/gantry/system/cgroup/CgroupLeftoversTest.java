package io.gantry.system.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupLeftoversTest {
    @Test
    void removesWhatIsThereWithAllBelow(@TempDir Path folder) throws IOException {
        Path group = Files.createDirectories(folder.resolve("lxc.payload.c1/init.scope"))
                .getParent();
        var leftovers = CgroupLeftovers.of(List.of(group, folder.resolve("absent")));

        leftovers.remove();

        assertThat(group).doesNotExist();
        leftovers.remove();
    }

    @Test
    void aLaterRunKnowsThemFromAFile(@TempDir Path folder) throws IOException {
        Path group = Files.createDirectories(folder.resolve("with space/lxc.payload.c1"));
        Path file = folder.resolve("kept/c1");
        CgroupLeftovers.of(List.of(group)).write(file);

        CgroupLeftovers.read(folder.resolve("absent")).remove();
        CgroupLeftovers.read(file).remove();

        assertThat(group).doesNotExist();
    }

    @Test
    void leavesALaterGroupOfTheSameNameAlone(@TempDir Path folder) throws IOException {
        Path group = Files.createDirectories(folder.resolve("lxc.payload.c1"));
        var leftovers = CgroupLeftovers.of(List.of(group));
        Files.move(group, folder.resolve("elsewhere"));
        Files.createDirectories(group);

        leftovers.remove();

        assertThat(group).exists();
    }

    @Test
    void leavesWhatIsStillInUse(@TempDir Path folder) throws IOException {
        Path group = Files.createDirectories(folder.resolve("lxc.payload.c1"));
        Files.createFile(group.resolve("held"));

        CgroupLeftovers.of(List.of(group)).remove();

        assertThat(group).exists();
    }
}
