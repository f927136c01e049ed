package io.gantry.storage.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.system.command.CommandFailedException;
import io.gantry.system.command.ProcessCommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RsyncTest {
    private static final Set<RsyncOption> ALL = EnumSet.allOf(RsyncOption.class);

    @TempDir
    private Path folder;

    @Test
    void twoEndsJoinedByThisProcessMakeTheSameTree() throws IOException, InterruptedException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.writeString(source.resolve("a file"), "content\n".repeat(100_000));
        Files.createLink(source.resolve("a hard link"), source.resolve("a file"));
        Files.createSymbolicLink(source.resolve("a link"), Path.of("/nowhere"));
        Files.writeString(target.resolve("what the source has not got"), "old");

        transfer(source, target);

        assertThat(target.resolve("a file")).hasSameTextualContentAs(source.resolve("a file"));
        assertThat(Files.getAttribute(target.resolve("a hard link"), "unix:ino"))
                .isEqualTo(Files.getAttribute(target.resolve("a file"), "unix:ino"));
        assertThat(Files.readSymbolicLink(target.resolve("a link"))).isEqualTo(Path.of("/nowhere"));
        assertThat(target.resolve("what the source has not got")).doesNotExist();
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aPeerThatGoesFailsTheTransferInsteadOfHoldingIt() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.createDirectories(folder.resolve("scratch"));
        try (RsyncTransfer sending = rsync().send(source, ALL, "")) {
            assertThat(sending.output().read()).isNotNegative();
            sending.input().close();

            assertThatThrownBy(sending::waitForSuccess).isInstanceOf(CommandFailedException.class);
        }
    }

    @Test
    void aPeerThatIsGoneBeforeRsyncSpeaksFailsTheTransferToo() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.createDirectories(folder.resolve("scratch"));
        try (RsyncTransfer sending = rsync().send(source, ALL, "")) {
            sending.input().close();
            assertThat(sending.output().read()).isNotNegative();

            assertThatThrownBy(sending::waitForSuccess).isInstanceOf(CommandFailedException.class);
        }
    }

    @Test
    void whatAKilledDaemonLeftIsRemoved() throws IOException {
        Files.createDirectories(folder.resolve("scratch"));
        try (RsyncTransfer _ = rsync().send(folder, ALL, "")) {
            assertThat(folder.resolve("scratch")).isNotEmptyDirectory();

            rsync().removeLeftovers();

            assertThat(folder.resolve("scratch")).isEmptyDirectory();
        }
    }

    private Rsync rsync() {
        return new Rsync(new ProcessCommandRunner(), folder.resolve("scratch"));
    }

    private void transfer(Path source, Path target) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("scratch"));
        try (RsyncTransfer receiving = rsync().receive(target, ALL);
                RsyncTransfer sending = rsync().send(source, ALL, "")) {
            Thread there = Thread.ofVirtual().start(() -> pump(sending.output(), receiving.input()));
            Thread back = Thread.ofVirtual().start(() -> pump(receiving.output(), sending.input()));
            assertThat(receiving.waitForSuccess()).isZero();
            assertThat(sending.waitForSuccess()).isZero();
            there.join();
            back.join();
        }
    }

    private static void pump(InputStream from, OutputStream to) {
        try (from;
                to) {
            byte[] buffer = new byte[8192];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
