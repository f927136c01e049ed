package io.gantry.daemon.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiJson;
import io.gantry.api.ImageAlias;
import io.gantry.api.ImageAliasPut;
import io.gantry.api.ImageExportPost;
import io.gantry.api.ImagesPost;
import io.gantry.api.ImagesPostSource;
import io.gantry.daemon.image.ServedImages.Answer;
import io.gantry.daemon.image.archive.HandMadeTar;
import io.gantry.daemon.image.store.ImageRecord;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images between two servers that speak the API over TLS. */
@Timeout(60)
class ImagePeersTest {
    @TempDir
    Path folder;

    private ServedImages source;
    private ServedImages target;

    @BeforeEach
    void start() throws Exception {
        source = ServedImages.withoutInstances(Files.createDirectory(folder.resolve("source")));
        target = ServedImages.withoutInstances(Files.createDirectory(folder.resolve("target")));
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    private static String json(Object value) {
        return new String(ApiJson.writeBytes(value), StandardCharsets.UTF_8);
    }

    private ImageRecord published(String content, String... names) throws InterruptedException {
        ImageRecord image = source.images.imported(TestImages.archive(content), names);
        return source.images.catalog.change(image, now -> now.with(options -> options.withPublic(true)));
    }

    private ImagesPostSource.Builder from() {
        return ImagesPostSource.pull(source.url(), "lxd").certificate(source.certificate());
    }

    /** The error of the copy; empty where it went well. */
    private String copied(ImagesPostSource from) throws Exception {
        return target.ended(
                target.send("POST", "/1.0/images", json(ImagesPost.of(from).build())));
    }

    private void requireNothingAtTarget() throws Exception {
        assertThat(target.images.fingerprints()).isEmpty();
        assertThat(target.images.fileNames()).isEmpty();
    }

    private void requireSameAtTarget(ImageRecord image) throws Exception {
        assertThat(target.images.fingerprints())
                .containsExactly(image.fingerprint().hex());
        assertThat(target.images.files.metadata(image.fingerprint()))
                .hasSameBinaryContentAs(source.images.files.metadata(image.fingerprint()));
        target.images.requireWhole();
    }

    @Test
    void aPublicImageIsCopiedByItsAliasAndFollowsIt() throws Exception {
        ImageRecord image = published("1", "sys");
        assertThat(copied(from().alias("sys").build())).isEmpty();
        requireSameAtTarget(image);
        ImageRecord copy = target.images.catalog.list(TestImages.PROJECT).getFirst();
        assertThat(copy.source().orElseThrow().alias()).isEqualTo("sys");
        assertThat(copy.source().orElseThrow().certificate()).isEqualTo(source.certificate());
        assertThat(copy.properties()).containsEntry("added", "yes").containsEntry("os", "test");
        assertThat(copy.content().filename()).isEqualTo("image.tar");
        assertThat(copy.isCached()).isFalse();
    }

    @Test
    void aPublicImageIsCopiedByTheFirstDigitsOfItsFingerprint() throws Exception {
        ImageRecord image = published("1");
        assertThat(copied(from().fingerprint(image.fingerprint().hex().substring(0, 12))
                        .build()))
                .isEmpty();
        requireSameAtTarget(image);
        assertThat(target.images.catalog.list(TestImages.PROJECT).getFirst().source())
                .isEmpty();
    }

    @Test
    void aPrivateImageIsCopiedWithASecretOnce() throws Exception {
        ImageRecord image = source.images.imported(TestImages.archive("1"));
        String digits = image.fingerprint().hex();
        assertThat(copied(from().fingerprint(digits).build())).contains("not found");
        requireNothingAtTarget();

        Answer offered = source.send("POST", "/1.0/images/" + digits + "/secret", "");
        String secret = secretOf(offered);
        assertThat(copied(from().fingerprint(digits).secret(secret).build())).isEmpty();
        requireSameAtTarget(image);

        target.images.deletion.delete(image);
        assertThat(copied(from().fingerprint(digits).secret(secret).build())).isNotEmpty();
        requireNothingAtTarget();
    }

    @Test
    void aSplitImageArrivesAsTwoFiles() throws Exception {
        var metadata =
                new HandMadeTar().file("metadata.yaml", HandMadeTar.METADATA).end();
        var rootfs = new HandMadeTar().file("hello", "hello\n").end();
        var body = new ByteArrayOutputStream();
        for (var part : List.of(Map.entry("metadata", metadata), Map.entry("rootfs", rootfs))) {
            body.writeBytes(
                    ("--b\r\nContent-Disposition: form-data; name=\"" + part.getKey() + "\"; filename=\"x\"\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(part.getValue());
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        Answer sent = source.upload(
                Map.of("Content-Type", "multipart/form-data; boundary=b", "X-LXD-public", "1"), body.toByteArray());
        assertThat(source.ended(sent)).isEmpty();
        ImageRecord image = source.images.catalog.list(TestImages.PROJECT).getFirst();

        assertThat(copied(from().fingerprint(image.fingerprint().hex()).build()))
                .isEmpty();

        requireSameAtTarget(image);
        assertThat(target.images.files.rootfs(image.fingerprint())).hasBinaryContent(rootfs);
    }

    @Test
    void aServerWithAnotherCertificateIsNotTrusted() throws Exception {
        published("1", "sys");
        assertThat(copied(from().certificate(target.certificate()).alias("sys").build()))
                .isNotEmpty();
        requireNothingAtTarget();
    }

    @Test
    void aServerIsReachedThroughTheProxy() throws Exception {
        published("1", "sys");
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            target.images.proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), closed.getLocalPort());
        }
        assertThat(copied(from().alias("sys").build())).isNotEmpty();
        requireNothingAtTarget();
        target.images.proxy = null;
        assertThat(copied(from().alias("sys").build())).isEmpty();
    }

    @Test
    void aServerWithoutTlsIsRefused() throws Exception {
        assertThat(copied(ImagesPostSource.pull("http://127.0.0.1:1", "lxd")
                        .alias("sys")
                        .build()))
                .contains("https://HOST:PORT");
    }

    @Test
    void whatIsNoCertificateIsRefused() throws Exception {
        assertThat(copied(from().certificate("nonsense").alias("sys").build())).contains("certificate");
    }

    @Test
    void anImageThatTheServerDoesNotHaveIsNamed() throws Exception {
        assertThat(copied(from().alias("never").build())).contains("never").contains("not found");
        requireNothingAtTarget();
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        String url = source.url();
        source.close();
        assertThat(copied(from().alias("sys").build())).contains(url);
        requireNothingAtTarget();
    }

    @Test
    void filesThatAreNotWhatTheyWereLeaveNothing() throws Exception {
        ImageRecord image = published("1", "sys");
        Files.write(source.images.files.metadata(image.fingerprint()), TestImages.archive("2"));
        assertThat(copied(from().alias("sys").build())).contains("expected " + image.fingerprint());
        requireNothingAtTarget();
    }

    @Test
    void aRefreshBringsWhatTheAliasMeansNowAndKeepsTheNamesHere() throws Exception {
        published("1", "sys");
        assertThat(copied(from().alias("sys").build())).isEmpty();
        ImageRecord old = target.images.catalog.list(TestImages.PROJECT).getFirst();
        target.images.catalog.addAliases(old, List.of(new ImageAlias("mine", "")));
        ImageRecord newer = published("2");
        source.images.aliases.update(
                TestImages.PROJECT,
                "sys",
                new ImageAliasPut("", newer.fingerprint().hex()));

        assertThat(target.ended(target.send("POST", old.url() + "/refresh", "")))
                .isEmpty();

        requireSameAtTarget(newer);
        assertThat(target.images.catalog.resolve(TestImages.named("mine")).fingerprint())
                .isEqualTo(newer.fingerprint());
        assertThat(target.images.events()).contains("image-refreshed " + old.url());
    }

    @Test
    void aRefreshOfWhatIsNewestChangesNothing() throws Exception {
        ImageRecord image = published("1", "sys");
        assertThat(copied(from().alias("sys").build())).isEmpty();
        assertThat(target.ended(target.send("POST", image.url() + "/refresh", "")))
                .isEmpty();
        requireSameAtTarget(image);
        assertThat(target.images.events()).doesNotContain("image-refreshed " + image.url());
    }

    @Test
    void anImageThatCameFromNowhereCannotBeRefreshed() throws Exception {
        ImageRecord image = target.images.imported(TestImages.archive("1"));
        assertThat(target.ended(target.send("POST", image.url() + "/refresh", "")))
                .contains("was not fetched from another server");
        target.images.requireWhole();
    }

    private String offeredFor(ImageRecord image) throws Exception {
        Answer offered = target.send(
                "POST",
                "/1.0/images",
                json(ImagesPost.of(ImagesPostSource.push(image.fingerprint().hex()))
                        .properties(Map.of("pushed", "yes"))
                        .build()));
        return secretOf(offered);
    }

    private String pushed(ImageRecord image, String secret, String certificate) throws Exception {
        var post = new ImageExportPost(target.url(), secret, certificate, List.of(), "");
        return source.ended(source.send("POST", image.url() + "/export", json(post)));
    }

    @Test
    void anImageIsPushedWithASecretOfTheTarget() throws Exception {
        ImageRecord image = source.images.imported(TestImages.archive("1".repeat(300_000)));
        String secret = offeredFor(image);
        assertThat(pushed(image, secret, target.certificate())).isEmpty();
        requireSameAtTarget(image);
        ImageRecord copy = target.images
                .catalog
                .findExact(TestImages.PROJECT, image.fingerprint())
                .orElseThrow();
        assertThat(copy.properties()).containsEntry("pushed", "yes");
        assertThat(copy.content().filename()).isEqualTo("image.tar");
        assertThat(source.images.events()).contains("image-retrieved " + image.url());
    }

    @Test
    void aPushWithoutAGoodSecretIsRefused() throws Exception {
        ImageRecord image = source.images.imported(TestImages.archive("1"));
        ImageRecord other = source.images.imported(TestImages.archive("2"));
        assertThat(pushed(image, "guessed", target.certificate())).contains("not authorized");
        assertThat(pushed(other, offeredFor(image), target.certificate())).contains("not authorized");
        requireNothingAtTarget();
    }

    @Test
    void aPushOfWhatIsThereAlreadySaysSo() throws Exception {
        ImageRecord image = source.images.imported(TestImages.archive("1"));
        assertThat(pushed(image, offeredFor(image), target.certificate())).isEmpty();
        assertThat(pushed(image, offeredFor(image), target.certificate())).contains("already exists");
        requireSameAtTarget(image);
    }

    @Test
    void aPushToAServerWithAnotherCertificateIsRefused() throws Exception {
        ImageRecord image = source.images.imported(TestImages.archive("1"));
        assertThat(pushed(image, offeredFor(image), source.certificate())).isNotEmpty();
        requireNothingAtTarget();
    }

    @Test
    void aPushedImageMustBeTheOneThatWasOffered() throws Exception {
        ImageRecord image = source.images.imported(TestImages.archive("1"));
        String secret = offeredFor(image);
        try (var stranger = target.stranger()) {
            Answer sent = ServedImages.send(
                    stranger,
                    "POST",
                    "/1.0/images",
                    Map.of(
                            "Content-Type",
                            "application/octet-stream",
                            "X-LXD-fingerprint",
                            image.fingerprint().hex(),
                            "X-LXD-secret",
                            secret),
                    TestImages.archive("2"));
            assertThat(target.ended(sent)).contains("fingerprints don't match");
        }
        requireNothingAtTarget();
    }

    private static String secretOf(Answer offered) {
        var operation = (Map<?, ?>) requireNonNull(offered.metadata().get("metadata"));
        return String.valueOf(operation.get("secret"));
    }
}
