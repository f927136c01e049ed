package io.gantry.daemon.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ImageMetadata;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.archive.ImageArchiveReader.Part;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageFiles;
import io.gantry.daemon.image.store.IncomingImage;
import io.gantry.system.command.Command;
import io.gantry.system.command.CommandRunner;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.root.NeedsRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsRoot
class ImageArchivesTest {
    @TempDir
    Path folder;

    private final CommandRunner commands = new ProcessCommandRunner();
    private final ImageArchiveReader reader = new ImageArchiveReader(commands);
    private final ImageUnpacker unpacker = new ImageUnpacker(commands, ImageUnpacker.DeviceNodes.LEFT_OUT);

    private Path target = Path.of("");

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
    }

    private String received(byte[] metadata, byte[]... rootfs) throws IOException {
        var files = new ImageFiles(folder, new ImageArchiveReader(commands));
        try (IncomingImage incoming = files.receive()) {
            try (OutputStream out = incoming.openMetadata()) {
                out.write(metadata);
            }
            for (byte[] archive : rootfs) {
                try (OutputStream out = incoming.openRootfs()) {
                    out.write(archive);
                }
            }
            incoming.place();
            return incoming.fingerprint().hex();
        }
    }

    private void unpack(byte[] metadata, byte[]... rootfs) throws IOException {
        String fingerprint = received(metadata, rootfs);
        unpacker.unpack(
                new ImageFiles(folder, new ImageArchiveReader(commands)).packed(new Fingerprint(fingerprint)), target);
    }

    /** Receives an archive as it comes from a client, and looks at it. */
    private ImageMetadata arrived(byte[]... archives) throws Exception {
        try (IncomingImage incoming = new ImageFiles(folder, reader).receive()) {
            try (OutputStream out = incoming.openMetadata()) {
                out.write(archives[0]);
            }
            for (int i = 1; i < archives.length; i++) {
                try (OutputStream out = incoming.openRootfs()) {
                    out.write(archives[i]);
                }
            }
            return incoming.look();
        }
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private byte[] compressed(byte[] tar, String program, String... options) throws IOException {
        Path plain = file("plain", tar);
        var arguments = new java.util.ArrayList<>(java.util.List.of(options));
        arguments.add("-c");
        arguments.add(plain.toString());
        return commands.run(Command.of(program, arguments)).bytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "gzip", "bzip2", "xz", "zstd", "xz --format=lzma"})
    void imagesOfEachCompressionAreReadAndUnpacked(String compressor) throws Exception {
        byte[] tar = HandMadeTar.image().end();
        String[] words = compressor.split(" ", -1);
        byte[] archive = words[0].equals("cat")
                ? tar
                : compressed(tar, words[0], java.util.Arrays.copyOfRange(words, 1, words.length));
        assertThat(reader.read(file("archive", archive), Part.METADATA)
                        .ofWholeImage()
                        .properties())
                .isEqualTo(Map.of("os", "test"));
        assertThat(arrived(archive).properties()).isEqualTo(Map.of("os", "test"));
        unpack(archive);
        assertThat(target.resolve("rootfs/hello")).hasContent("hello");
        assertThat(target.resolve("metadata.yaml")).isRegularFile();
    }

    @Test
    void splitImagesHaveTheirRootFileSystemInASquashfs() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("inside"), "squashed");
        Path squashfs = folder.resolve("tree.squashfs");
        commands.run(Command.of("mksquashfs", tree.toString(), squashfs.toString(), "-quiet", "-no-progress"));
        byte[] metadata = compressed(
                new HandMadeTar().file("metadata.yaml", HandMadeTar.METADATA).end(), "xz");

        assertThat(reader.read(file("metadata", metadata), Part.METADATA)
                        .ofSplitImage()
                        .architecture())
                .isEqualTo("x86_64");
        reader.read(squashfs, Part.ROOTFS);
        assertThat(arrived(metadata, Files.readAllBytes(squashfs)).architecture())
                .isEqualTo("x86_64");
        unpack(metadata, Files.readAllBytes(squashfs));
        assertThat(target.resolve("rootfs/inside")).hasContent("squashed");
    }

    @Test
    void whatIsNotPartOfAnImageIsLeftOut() throws Exception {
        unpack(HandMadeTar.image().file("backup.yaml", "x").end());
        assertThat(target.resolve("backup.yaml")).doesNotExist();
    }

    @Test
    void anArchiveThatIsCutOffIsRefused() throws Exception {
        byte[] whole = compressed(
                HandMadeTar.image().file("rootfs/big", "x".repeat(9000)).end(), "gzip");
        Path cut = file("cut", java.util.Arrays.copyOf(whole, whole.length - 20));
        assertThatThrownBy(() -> reader.read(cut, Part.METADATA)).isInstanceOf(DaemonException.class);
        assertThatThrownBy(() -> unpack(Files.readAllBytes(cut))).isInstanceOf(DaemonException.class);
        assertThat(target).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
    void anArchiveThatIsCutOffIsRefusedWhenItHasArrived(String compressor) throws Exception {
        byte[] whole = compressed(noise(HandMadeTar.image()), compressor);
        assertThatThrownBy(() -> arrived(java.util.Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(DaemonException.class)
                .hasMessageStartingWith("the image is broken: ");
    }

    /** Ends an archive with more than pipes hold, hard to compress. */
    private static byte[] noise(HandMadeTar tar) {
        var text = new StringBuilder();
        var random = new java.util.Random(1);
        random.ints(1 << 20, ' ', '~').forEach(letter -> text.append((char) letter));
        return tar.file("rootfs/noise", text.toString()).end();
    }

    @Test
    void aHostileArchiveIsReadToItsEndBeforeItIsRefused() throws Exception {
        byte[] archive = compressed(noise(HandMadeTar.image().file("rootfs/../../escaped", "x")), "gzip");
        assertThatThrownBy(() -> arrived(archive))
                .isInstanceOf(DaemonException.class)
                .hasMessageStartingWith("the image is not safe: ");
    }

    @Test
    void aSquashfsThatIsCutOffIsRefused() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.write(tree.resolve("noise"), noise(new HandMadeTar()));
        commands.run(Command.of("mksquashfs", tree.toString(), folder + "/whole", "-quiet", "-no-progress"));
        byte[] whole = Files.readAllBytes(folder.resolve("whole"));
        Path cut = file("cut", java.util.Arrays.copyOf(whole, whole.length - 5000));
        assertThatThrownBy(() -> reader.read(cut, Part.ROOTFS))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void anArchiveThatUnpacksToAbsurdAmountsIsRefused() throws Exception {
        byte[] tar =
                HandMadeTar.image().file("rootfs/zeros", "0".repeat(20 << 20)).end();
        Path bomb = file("bomb", compressed(tar, "bzip2"));
        var careful = new ImageArchiveReader(commands, 1 << 20);
        assertThatThrownBy(() -> careful.read(bomb, Part.METADATA))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("1000 times its size");
        assertThat(reader.read(bomb, Part.METADATA).hasRootfs()).isTrue();
    }

    @Test
    void namesInOtherEncodingsAreToldApart() throws Exception {
        unpack(HandMadeTar.image()
                .member("rootfs/\u00e9", '2', "/nowhere", "")
                .file("rootfs/\u00e8/file", "x")
                .end());
        assertThat(commands.run(Command.of("ls", "-1", "--quoting-style=escape", target + "/rootfs"))
                        .lines())
                .contains("\\351", "\\350");
        byte[] through = HandMadeTar.image()
                .member("rootfs/\u00e9", '2', "..", "")
                .file("rootfs/\u00e8", "x")
                .file("rootfs/\u00e9/escaped", "x")
                .end();
        assertThatThrownBy(() -> reader.read(file("through", through), Part.METADATA))
                .isInstanceOf(DaemonException.class)
                .hasMessageStartingWith("the image is not safe: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[not, a, mapping]",
                "architecture: x86_64\n",
                "architecture: vax\ncreation_date: 1\n",
                "architecture: x86_64\ncreation_date: yesterday\n",
                "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\narchitecture: *c\ncreation_date: 1\n",
                "architecture: x86_64\ncreation_date: 1\nproperties: [x]\n",
                "architecture: x86_64\ncreation_date: 1\ntemplates: {/x: y}\n",
                "\tx: {"
            })
    void metadataThatIsNoneIsRefused(String text) {
        byte[] archive = new HandMadeTar()
                .file("metadata.yaml", text)
                .file("rootfs/x", "x")
                .end();
        assertThatThrownBy(() -> arrived(archive)).isInstanceOf(DaemonException.class);
        assertThat(folder.resolve("images")).isEmptyDirectory();
    }

    @Test
    void whatIsNoArchiveIsRefused() throws Exception {
        Path text = file("text", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> reader.read(text, Part.METADATA))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("neither a tar archive");
    }

    private HandMadeTar hostile(String kind) {
        return switch (kind) {
            case "parent" -> HandMadeTar.image().file("rootfs/../../escaped", "x");
            case "through a link upwards in the root file system" ->
                HandMadeTar.image().member("rootfs/l", '2', "a/../../..", "").file("/rootfs/l/escaped", "x");
            case "through links in circles" ->
                HandMadeTar.image()
                        .member("rootfs/l", '2', "m", "")
                        .member("rootfs/m", '2', "l", "")
                        .file("rootfs/l/escaped", "x");
            case "hard link through a link" ->
                HandMadeTar.image()
                        .member("rootfs/l", '2', folder.toString(), "")
                        .member("rootfs/h", '1', "/rootfs/l/secret", "");
            case "hard link upwards behind a slash" ->
                HandMadeTar.image().member("rootfs/h", '1', "/rootfs/../../secret", "");
            case "metadata through a link" ->
                HandMadeTar.image().member("here", '2', ".", "").file("here/metadata.yaml", HandMadeTar.METADATA);
            case "absolute metadata elsewhere" ->
                HandMadeTar.image().member("//metadata.yaml", '2', folder + "/secret", "");
            case "through a link" ->
                HandMadeTar.image()
                        .member("rootfs/l", '2', folder.toString(), "")
                        .file("rootfs/l/escaped", "x");
            case "through links upwards" ->
                HandMadeTar.image().member("rootfs/l", '2', "../..", "").file("rootfs/l/escaped", "x");
            case "hard link" ->
                HandMadeTar.image().member("rootfs/h", '1', "../secret", "").file("rootfs/h", "x");
            case "metadata elsewhere" -> HandMadeTar.image().member("metadata.yaml", '2', folder + "/secret", "");
            case "rootfs elsewhere" -> HandMadeTar.image().member("./rootfs", '2', folder.toString(), "");
            case "templates elsewhere" -> HandMadeTar.image().member("templates", '2', folder.toString(), "");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parent",
                "through a link upwards in the root file system",
                "through links in circles",
                "hard link through a link",
                "hard link upwards behind a slash",
                "metadata through a link",
                "absolute metadata elsewhere",
                "through a link",
                "through links upwards",
                "hard link",
                "metadata elsewhere",
                "rootfs elsewhere",
                "templates elsewhere"
            })
    void hostileArchivesAreRefusedAndWriteNothingOutside(String kind) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        byte[] archive = hostile(kind).end();
        assertThatThrownBy(() -> reader.read(file("archive", archive), Part.METADATA))
                .isInstanceOf(DaemonException.class)
                .hasMessageStartingWith("the image is not safe: ");
        try {
            unpack(archive);
        } catch (DaemonException refused) {
            // Some are refused by the unpacker as well; those that are not stay inside.
            assertThat(target).isEmptyDirectory();
        }
        assertThat(folder.resolve("escaped")).doesNotExist();
        assertThat(secret).hasContent("secret");
        assertThat((int) Files.getAttribute(secret, "unix:nlink")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "fifo", "directory", "device"})
    void aMetadataFileThatIsNoFileIsRefused(String kind) throws Exception {
        char type = switch (kind) {
            case "link" -> '2';
            case "fifo" -> '6';
            case "device" -> '3';
            default -> '5';
        };
        byte[] archive = HandMadeTar.image()
                .member("metadata.yaml", type, "/etc/passwd", "")
                .end();
        assertThatThrownBy(() -> unpack(archive)).isInstanceOf(DaemonException.class);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aRootFileSystemThatIsALinkIsRefused() throws Exception {
        byte[] archive = new HandMadeTar()
                .file("metadata.yaml", HandMadeTar.METADATA)
                .member("rootfs", '2', folder.toString(), "")
                .end();
        assertThatThrownBy(() -> unpack(archive)).isInstanceOf(DaemonException.class);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void linksInsideTheRootFileSystemMayPointAnywhere() throws Exception {
        unpack(HandMadeTar.image()
                .member("rootfs/abs", '2', "/etc/hostname", "")
                .member("rootfs/hard", '1', "rootfs/hello", "")
                .end());
        assertThat(Files.readSymbolicLink(target.resolve("rootfs/abs"))).isEqualTo(Path.of("/etc/hostname"));
        assertThat(target.resolve("rootfs/hard")).hasContent("hello");
    }

    @Test
    void anAbsoluteNameIsOneBelowTheImage() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        unpack(HandMadeTar.image()
                .file(folder + "/escaped", "x")
                .file("/rootfs" + folder + "/inside", "x")
                .end());
        assertThat(folder.resolve("escaped")).doesNotExist();
        assertThat(target.resolve("rootfs" + folder + "/inside")).hasContent("x");
        // No file of the image has that name, whatever lies there on the host.
        byte[] linked = HandMadeTar.image()
                .member("rootfs/h", '1', secret.toString(), "")
                .end();
        emptyTarget();
        assertThatThrownBy(() -> unpack(linked)).isInstanceOf(DaemonException.class);
        assertThat((int) Files.getAttribute(secret, "unix:nlink")).isEqualTo(1);
    }

    private void emptyTarget() {
        commands.run(Command.of("rm", "-rf", target.toString()));
        commands.run(Command.of("mkdir", target.toString()));
    }

    private byte[] untidy(String kind) {
        var tar = new HandMadeTar();
        return switch (kind) {
            case "absolute" ->
                tar.file("/metadata.yaml", HandMadeTar.METADATA)
                        .member("/", '5', "", "")
                        .member("/rootfs/", '5', "", "")
                        .file("/rootfs/hello", "hello")
                        .member("/rootfs/hard", '1', "/rootfs/hello", "")
                        .end();
            case "dots and doubled slashes" ->
                tar.member("./", '5', "", "")
                        .file(".//metadata.yaml", HandMadeTar.METADATA)
                        .member("./rootfs//", '5', "", "")
                        .file("././rootfs//./hello", "hello")
                        .member("rootfs/hard", '1', ".//rootfs/./hello", "")
                        .end();
            case "metadata last, no folders" ->
                tar.file("rootfs/hello", "hello")
                        .member("rootfs/hard", '1', "rootfs/hello", "")
                        .file("metadata.yaml", HandMadeTar.METADATA)
                        .end();
            case "files of macOS" ->
                tar.file("._metadata.yaml", "\0\5\26\7")
                        .file("metadata.yaml", HandMadeTar.METADATA)
                        .member("PaxHeader/rootfs", 'x', "", "50 LIBARCHIVE.xattr.com.apple.provenance=AQAAbVBQ\n")
                        .member("rootfs/", '5', "", "")
                        .file("rootfs/._hello", "\0\5\26\7")
                        .file("rootfs/hello", "hello")
                        .member("rootfs/hard", '1', "rootfs/hello", "")
                        .file(".DS_Store", "x")
                        .end();
            case "a header for all members" ->
                tar.member("pax_global_header", 'g', "", "20 comment=a commit\n")
                        .file("metadata.yaml", HandMadeTar.METADATA)
                        .file("rootfs/hello", "hello")
                        .member("rootfs/hard", '1', "rootfs/hello", "")
                        .end();
            case "a label" ->
                tar.member("/my image", 'V', "", "")
                        .file("metadata.yaml", HandMadeTar.METADATA)
                        .file("rootfs/hello", "hello")
                        .member("rootfs/hard", '1', "rootfs/hello", "")
                        .end();
            case "through links downwards" ->
                tar.file("metadata.yaml", HandMadeTar.METADATA)
                        .member("rootfs/usr/lib/", '5', "", "")
                        .member("rootfs/lib", '2', "usr/lib", "")
                        .member("rootfs/lib64", '2', "./lib/", "")
                        .file("rootfs/lib64/hello", "hello")
                        .member("rootfs/hard", '1', "rootfs/lib/hello", "")
                        .member("rootfs/hello", '1', "/rootfs/usr/lib/hello", "")
                        .end();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "absolute",
                "dots and doubled slashes",
                "metadata last, no folders",
                "files of macOS",
                "a header for all members",
                "a label",
                "through links downwards"
            })
    void untidyArchivesAreTakenAsTarTakesThem(String kind) throws Exception {
        byte[] archive = untidy(kind);
        assertThat(arrived(archive).properties()).isEqualTo(Map.of("os", "test"));
        unpack(archive);
        assertThat(target.resolve("rootfs/hello")).hasContent("hello");
        assertThat(target.resolve("rootfs/hard")).hasContent("hello");
        assertThat(Files.getAttribute(target.resolve("rootfs/hard"), "unix:ino"))
                .isEqualTo(Files.getAttribute(target.resolve("rootfs/hello"), "unix:ino"));
    }

    /** A tree with all that is unusual, packed by GNU tar. */
    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--format=posix", "--format=oldgnu", "--format=posix --sparse-version=0.0"})
    void whatTarsOwnFormatsCanSayIsUnderstood(String format) throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path rootfs = Files.createDirectory(tree.resolve("rootfs"));
        Files.writeString(tree.resolve("metadata.yaml"), HandMadeTar.METADATA);
        Path deep = Files.createDirectories(rootfs.resolve("d".repeat(120) + "/" + "e".repeat(120)));
        Files.writeString(deep.resolve("f".repeat(200)), "deep");
        Files.createSymbolicLink(rootfs.resolve("long"), Path.of("/" + "t".repeat(250)));
        try (var sparse = new java.io.RandomAccessFile(rootfs.resolve("sparse").toFile(), "rw")) {
            for (int i = 0; i < 40; i++) {
                sparse.seek(i * (1L << 20));
                sparse.write('x');
            }
        }
        Files.createLink(rootfs.resolve("z".repeat(150)), rootfs.resolve("sparse"));
        var words = new java.util.ArrayList<>(java.util.List.of(format.split(" ", -1)));
        words.addAll(java.util.List.of("-P", "-c", "-S", "-C", tree.toString(), "metadata.yaml", "rootfs"));
        byte[] archive = commands.run(Command.of("tar", words)).bytes();
        assertThat(arrived(archive).architecture()).isEqualTo("x86_64");
        unpack(archive);
        commands.run(Command.of("diff", "-r", "--no-dereference", rootfs.toString(), target + "/rootfs"));
        assertThat((int) Files.getAttribute(target.resolve("rootfs/sparse"), "unix:nlink"))
                .isEqualTo(2);
    }

    @Test
    void aHeaderForAllMembersThatNamesThemIsRefused() {
        byte[] archive = new HandMadeTar()
                .member("pax_global_header", 'g', "", "29 path=../../rootfs/escaped\n")
                .file("metadata.yaml", HandMadeTar.METADATA)
                .file("rootfs/hello", "hello")
                .end();
        assertThatThrownBy(() -> arrived(archive))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("a header for all members names one of them");
    }
}
