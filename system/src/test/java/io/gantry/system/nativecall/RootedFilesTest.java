package io.gantry.system.nativecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.system.nativecall.RootedFiles.Opened;
import io.gantry.system.nativecall.RootedFiles.Ownership;
import io.gantry.system.nativecall.RootedFiles.WriteMode;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs as root. */
@NeedsRoot
final class RootedFilesTest {
    private static final Ownership OWNER = new Ownership(100_000, 100_001, 0640);

    @TempDir
    Path directory;

    private Path tree;
    private RootedFiles files;

    @BeforeEach
    void open() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree"));
        Files.createDirectory(tree.resolve("etc"));
        Files.writeString(directory.resolve("secret"), "host");
        files = RootedFiles.at(tree);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aNewFileHasItsOwnerModeAndContent() throws IOException {
        write("/etc/new", WriteMode.OVERWRITE, "hello");

        FileStatus status = files.status("/etc/new");
        assertThat(status.kind()).isEqualTo(FileKind.FILE);
        assertThat(status.permissions()).isEqualTo(0640);
        assertThat(status.uid()).isEqualTo(100_000);
        assertThat(status.gid()).isEqualTo(100_001);
        assertThat(Files.readString(tree.resolve("etc/new"))).isEqualTo("hello");
    }

    @Test
    void anExistingFileKeepsItsOwnerAndMayBeAppendedTo() throws IOException {
        Files.writeString(tree.resolve("etc/old"), "a long content");

        write("/etc/old", WriteMode.OVERWRITE, "one");
        write("/etc/old", WriteMode.APPEND, "two");

        assertThat(Files.readString(tree.resolve("etc/old"))).isEqualTo("onetwo");
        assertThat(files.status("/etc/old").uid()).isZero();
        assertThatThrownBy(() -> write("/etc/none", WriteMode.APPEND, "x"))
                .isInstanceOf(SystemCallException.class)
                .hasMessageContaining("/etc/none");
    }

    @Test
    void linksLeadNowhereButIntoTheTree() throws IOException {
        Files.createSymbolicLink(tree.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(tree.resolve("absolute"), directory.resolve("secret"));
        Files.createSymbolicLink(tree.resolve("folder"), directory);
        Files.createSymbolicLink(tree.resolve("inside"), Path.of("/etc/passwd"));
        Files.writeString(tree.resolve("etc/passwd"), "container");

        for (String path : new String[] {"/up", "/absolute", "/folder/secret", "/../secret", "/etc/../../secret"}) {
            assertThatThrownBy(() -> files.openForReading(path).close())
                    .as(path)
                    .isInstanceOfSatisfying(
                            SystemCallException.class,
                            failure -> assertThat(failure.is(Errno.ENOENT)).isTrue());
        }
        try (var channel = files.openForReading("/inside")) {
            assertThat(channel.size()).isEqualTo("container".length());
        }
        assertThatThrownBy(() -> write("/folder/planted", WriteMode.OVERWRITE, "x"))
                .isInstanceOf(SystemCallException.class);
        assertThatThrownBy(() -> files.makeDirectory("/folder/planted", OWNER)).isInstanceOf(SystemCallException.class);
        assertThatThrownBy(() -> files.remove("/folder/secret")).isInstanceOf(SystemCallException.class);
        write("/up", WriteMode.OVERWRITE, "caught");
        assertThat(Files.readString(tree.resolve("secret"))).isEqualTo("caught");
        assertThat(Files.readString(directory.resolve("secret"))).isEqualTo("host");
        assertThat(directory.resolve("planted")).doesNotExist();
    }

    @Test
    void aLinkItselfCanBeReadMadeAndRemoved() throws IOException {
        files.makeLink("/etc/link", "/nowhere", OWNER);

        assertThat(files.status("/etc/link").kind()).isEqualTo(FileKind.LINK);
        assertThat(files.status("/etc/link").uid()).isEqualTo(100_000);
        assertThat(files.readLink("/etc/link")).isEqualTo("/nowhere");
        files.remove("/etc/link");
        assertThat(Files.exists(tree.resolve("etc/link"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void directoriesAreMadeListedAndRemovedWhenEmpty() throws IOException {
        files.makeDirectory("/etc/d/", OWNER);
        files.makeDirectory("/etc/d/b", OWNER);
        files.makeDirectory("/etc/d/a", OWNER);

        assertThat(files.list("/etc/d")).containsExactly("a", "b");
        assertThat(files.status("/etc/d").permissions()).isEqualTo(0640);
        assertThat(files.status("/etc/d").gid()).isEqualTo(100_001);
        assertThatThrownBy(() -> files.remove("/etc/d"))
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        failure -> assertThat(failure.is(Errno.ENOTEMPTY)).isTrue());
        files.remove("/etc/d/a");
        files.remove("/etc/d/b/");
        files.remove("/etc/d");
        assertThat(files.exists("/etc/d")).isFalse();
        assertThatThrownBy(() -> files.remove("/")).isInstanceOf(SystemCallException.class);
    }

    @Test
    @Timeout(20)
    void specialFilesAreNeverOpened() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", tree.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(files.status("/fifo").kind()).isEqualTo(FileKind.SPECIAL);
        assertThatThrownBy(() -> files.openForReading("/fifo").close()).isInstanceOf(SystemCallException.class);
        assertThatThrownBy(() -> write("/fifo", WriteMode.OVERWRITE, "x")).isInstanceOf(SystemCallException.class);
    }

    @Test
    void nothingIsWrittenToTheFacesOfTheKernel() throws IOException {
        try (RootedFiles host = RootedFiles.at(Path.of("/"))) {
            assertThatThrownBy(() -> host.openForWriting("/proc/sys/kernel/hostname", WriteMode.APPEND, OWNER)
                            .channel()
                            .close())
                    .isInstanceOfSatisfying(
                            SystemCallException.class,
                            failure -> assertThat(failure.is(Errno.EROFS)).isTrue());
            assertThatThrownBy(() ->
                            host.openForReading("/proc/self/root/etc/passwd").close())
                    .isInstanceOf(SystemCallException.class);
        }
    }

    @Test
    void anExchangeOfADirectoryForALinkNeverLeadsOut() throws Exception {
        Files.createDirectory(tree.resolve("real"));
        Files.createSymbolicLink(tree.resolve("fake"), directory);
        AtomicBoolean isDone = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> {
            while (!isDone.get()) {
                FileSystemCalls.exchange(tree.resolve("real"), tree.resolve("fake"));
            }
        });
        try {
            for (int round = 0; round < 2000; round++) {
                try {
                    write("/real/planted", WriteMode.OVERWRITE, "x");
                } catch (SystemCallException refused) {
                    assertThat(refused.is(Errno.ENOENT) || refused.is(Errno.EAGAIN))
                            .isTrue();
                }
            }
        } finally {
            isDone.set(true);
            attacker.join();
        }

        assertThat(directory.resolve("planted")).doesNotExist();
    }

    @Test
    void workInTheNameOfAnotherUserMakesFilesOfThatUser() throws Exception {
        Path made = new FileSystemIdentity(100_000, 100_000).call(() -> Files.createFile(tree.resolve("made")));

        assertThat(Files.getAttribute(made, "unix:uid")).isEqualTo(100_000);
        assertThat(Files.getAttribute(Files.createFile(tree.resolve("mine")), "unix:uid"))
                .isEqualTo(0);
    }

    private void write(String path, WriteMode mode, String content) throws IOException {
        Opened opened = files.openForWriting(path, mode, OWNER);
        try (var channel = opened.channel()) {
            channel.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
