package io.gantry.daemon.image.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandInput;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.root.NeedsRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
class UnshiftedTarTest {
    private final ProcessCommandRunner commands = new ProcessCommandRunner();

    @TempDir
    Path folder;

    @BeforeEach
    void needsRoot() throws IOException {}

    private List<String> listing(DiskIdmap idmap, String... options) throws IOException {
        var arguments = new java.util.ArrayList<>(List.of("--create", "--format=posix", "--directory=" + folder));
        arguments.addAll(List.of(options));
        arguments.add(".");
        byte[] tar = commands.run(Command.of("tar", arguments)).bytes();
        byte[] unshifted;
        try (InputStream in = new UnshiftedTar(new ByteArrayInputStream(tar), idmap)) {
            unshifted = in.readAllBytes();
        }
        return commands.run(
                        Command.of("tar", "--list", "--verbose", "--numeric-owner", "--acls", "--xattrs", "--file=-")
                                .withInput(new CommandInput.FromStream(new ByteArrayInputStream(unshifted))))
                .lines();
    }

    private void give(Path file, int uid, int gid) throws IOException {
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", gid);
    }

    @Test
    void ownersAreTheContainersAgain() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "x".repeat(1000));
        Path nobody = Files.writeString(folder.resolve("stranger"), "y");
        Path link = Files.createLink(folder.resolve("zlink"), plain);
        give(folder, 1_000_000, 1_000_000);
        give(plain, 1_000_033, 1_001_000);
        give(nobody, 5, 5);

        List<String> lines = listing(DiskIdmap.shiftedBy(1_000_000, 65536));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains(" 0/0 ").endsWith(" ./"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains(" 33/1000 ").contains("./plain"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains(" 65534/65534 ").endsWith("./stranger"));
        assertThat(lines).hasSize(4);
        assertThat(link).exists();
    }

    @Test
    void idsThatNeedExtendedHeadersAreChangedToo() throws Exception {
        String longName = "n".repeat(150);
        Path file = Files.writeString(folder.resolve(longName), "content");
        give(folder, 2_000_000_000, 2_000_000_000);
        give(file, 2_000_000_007, 2_000_000_008);
        List<String> lines = listing(DiskIdmap.shiftedBy(2_000_000_000, 65536));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains(" 7/8 ").endsWith(longName));
    }
}
