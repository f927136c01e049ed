package io.gantry.daemon.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.client.http.HttpConnection;
import io.gantry.daemon.image.ServedImages.Answer;
import io.gantry.daemon.image.archive.HandMadeTar;
import io.gantry.daemon.image.remote.StreamServer;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /1.0/images} for those who are trusted and for strangers. */
@Timeout(60)
class ImageRoutesTest {
    private static final String NOWHERE = "/1.0/images/" + "0".repeat(64);

    @TempDir
    Path folder;

    private ServedImages served;
    private TestImages images;
    private HttpConnection stranger;

    @BeforeEach
    void start() throws Exception {
        served = ServedImages.withoutInstances(folder);
        images = served.images;
        stranger = served.stranger();
    }

    @AfterEach
    void stop() {
        stranger.close();
        served.close();
    }

    private Answer asStranger(String method, String path) throws Exception {
        return ServedImages.send(stranger, method, path, Map.of(), new byte[0]);
    }

    private ImageRecord only() {
        assertThat(images.fingerprints()).hasSize(1);
        return images.catalog.list(TestImages.PROJECT).getFirst();
    }

    @Test
    void anUploadBecomesAnImageWithWhatItsHeadersSay() throws Exception {
        Answer sent = served.upload(
                Map.of(
                        "Content-Type", "application/octet-stream",
                        "X-LXD-filename", "i.tar",
                        "X-LXD-public", "yes",
                        "X-LXD-properties", "os=other&a%20b=c%26d",
                        "X-LXD-aliases", "alias=one&alias=two",
                        "X-LXD-profiles", "profile=extra"),
                TestImages.archive("1"));
        assertThat(served.ended(sent)).isEmpty();
        ImageRecord image = only();
        assertThat(image.isPublic()).isTrue();
        assertThat(image.isCached()).isFalse();
        assertThat(image.content().filename()).isEqualTo("i.tar");
        assertThat(image.content().size()).isEqualTo(TestImages.archive("1").length);
        assertThat(image.content().createdAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(image.uploadedAt()).isEqualTo(images.now);
        assertThat(image.profiles()).containsExactly("extra");
        assertThat(image.properties()).isEqualTo(Map.of("os", "other", "a b", "c&d"));
        assertThat(images.catalog.resolve(TestImages.named("two"))).isEqualTo(image);
        assertThat(images.events()).containsExactly("image-created " + image.url());
        images.requireWhole();
    }

    @Test
    void whatIsSaidOfAnUploadIsWrittenAsAQuery() throws Exception {
        Answer sent = served.upload(
                Map.of("Content-Type", "application/octet-stream", "X-LXD-properties", "a=%zz"),
                TestImages.archive("1"));
        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.text()).contains("not encoded");
        assertThat(images.fileNames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ABCD", "abc"})
    void whatIsNoFingerprintIsNotExpected(String fingerprint) throws Exception {
        Answer sent = served.upload(
                Map.of("Content-Type", "application/octet-stream", "X-LXD-fingerprint", fingerprint),
                TestImages.archive("1"));
        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.text()).contains("\\\"" + fingerprint + "\\\"");
        assertThat(images.fileNames()).isEmpty();
    }

    private static byte[] form(String... parts) {
        var body = new ByteArrayOutputStream();
        for (int i = 0; i < parts.length; i += 2) {
            body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + parts[i] + "\"; filename=\"f-"
                            + parts[i] + "\"\r\n\r\n" + parts[i + 1] + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
        body.writeBytes("--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private Answer uploadedForm(byte[] body) throws Exception {
        return served.upload(Map.of("Content-Type", "multipart/form-data; boundary=b"), body);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFormBecomesASplitImageAndComesOutAsOne() throws Exception {
        String metadata = text(
                new HandMadeTar().file("metadata.yaml", HandMadeTar.METADATA).end());
        String rootfs = text(new HandMadeTar().file("hello", "hello\n").end());
        assertThat(served.ended(uploadedForm(form("metadata", metadata, "rootfs", rootfs))))
                .isEmpty();
        ImageRecord image = only();
        assertThat(image.content().filename()).isEqualTo("f-rootfs");
        assertThat(image.fingerprint().hex()).isEqualTo(StreamServer.sha256(bytes(metadata + rootfs)));
        Answer out = served.send("GET", image.url() + "/export", "");
        assertThat(out.text()).contains("name=\"metadata\"", "name=\"rootfs\"", "hello");
        images.requireWhole();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aFormWithOtherPartsIsRefused() throws Exception {
        assertThat(uploadedForm(form("rootfs", "x")).text()).contains("expected part metadata, got \\\"rootfs\\\"");
        assertThat(uploadedForm(form("metadata", "x")).text()).contains("expected part rootfs, got \\\"\\\"");
        assertThat(uploadedForm(form("metadata", "x", "rootfs.img", "y")).text())
                .contains("virtual machine");
        assertThat(uploadedForm(bytes("--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\nhalf")))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
                .satisfies(answer -> assertThat(answer.text()).contains("not sent to its end"));
        assertThat(served.upload(Map.of("Content-Type", "multipart/form-data"), form("metadata", "x"))
                        .text())
                .contains("boundary");
        assertThat(images.fileNames()).isEmpty();
    }

    @Test
    void whatIsNoImageIsRefusedAndLeavesNothing() throws Exception {
        Map<String, String> plain = Map.of("Content-Type", "application/octet-stream");
        assertThat(served.ended(served.upload(plain, bytes("no archive at all"))))
                .contains("neither a tar archive");
        assertThat(served.ended(served.upload(
                        plain, new HandMadeTar().file("rootfs/x", "x").end())))
                .contains("metadata.yaml");
        assertThat(images.fileNames()).isEmpty();
        assertThat(images.events()).isEmpty();
    }

    @Test
    void strangersMaySeePublicImagesAndNothingElse() throws Exception {
        ImageRecord hidden = images.imported(TestImages.archive("1"), "hidden");
        ImageRecord shown = images.imported(TestImages.archive("2"), "shown");
        images.catalog.change(shown, image -> image.with(options -> options.withPublic(true)));
        assertThat(asStranger("GET", "/1.0/images").text())
                .contains(shown.url())
                .doesNotContain(hidden.url());
        assertThat(asStranger("GET", "/1.0/images/aliases").text())
                .contains("shown")
                .doesNotContain("hidden");
        assertThat(asStranger("GET", "/1.0/images/aliases/hidden").status()).isEqualTo(404);
        assertThat(asStranger("GET", hidden.url()).status()).isEqualTo(404);
        assertThat(asStranger("GET", hidden.url() + "/export").status()).isEqualTo(404);
        assertThat(asStranger("GET", shown.url()).status()).isEqualTo(200);
        assertThat(asStranger("GET", shown.url() + "/export").status()).isEqualTo(200);
        assertThat(served.send("GET", "/1.0/images", "").text()).contains(hidden.url());
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, ''",
        "PATCH, ''",
        "DELETE, ''",
        "POST, /export",
        "POST, /secret",
        "POST, /refresh",
    })
    void strangersMayChangeNothing(String method, String below) throws Exception {
        ImageRecord image = images.imported(TestImages.archive("1"));
        images.catalog.change(image, now -> now.with(options -> options.withPublic(true)));
        assertThat(asStranger(method, image.url() + below).status()).isEqualTo(403);
        assertThat(ServedImages.send(stranger, "POST", "/1.0/images", Map.of(), TestImages.archive("2"))
                        .status())
                .isEqualTo(403);
        assertThat(ServedImages.send(stranger, "POST", "/1.0/images", Map.of(), bytes("{\"source\": {}}"))
                        .status())
                .isEqualTo(403);
        assertThat(images.fingerprints()).containsExactly(image.fingerprint().hex());
    }

    @Test
    void aSecretShowsAnImageUntilItsBytesWereFetchedOrItIsOld() throws Exception {
        ImageRecord image = images.imported(TestImages.archive("1"));
        for (boolean isFetched : new boolean[] {true, false}) {
            Answer offered = served.send("POST", image.url() + "/secret", "");
            String secret = secretOf(offered);
            String query = "?secret=" + secret;
            assertThat(asStranger("GET", image.url() + query).status()).isEqualTo(200);
            assertThat(asStranger("GET", image.url() + query).status()).isEqualTo(200);
            assertThat(asStranger("GET", NOWHERE + query).status()).isEqualTo(404);
            if (isFetched) {
                assertThat(asStranger("GET", image.url() + "/export" + query).status())
                        .isEqualTo(200);
            } else {
                images.now = images.now.plus(Duration.ofMinutes(6));
            }
            assertThat(asStranger("GET", image.url() + "/export" + query).status())
                    .isEqualTo(404);
            assertThat(asStranger("GET", image.url() + query).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "PUT, ''", "PATCH, ''", "DELETE, ''", "GET, /export", "POST, /secret", "POST, /refresh"})
    void whatIsNotThereIsNotFound(String method, String below) throws Exception {
        for (String path : new String[] {NOWHERE, "/1.0/images/ABC", "/1.0/images/nothex"}) {
            Answer answer = served.send(method, path + below, method.startsWith("P") ? "{}" : "");
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).contains("Image not found");
        }
    }

    @Test
    void digitsThatFitSeveralAreRefused() throws Exception {
        for (String fingerprint : new String[] {"ab" + "0".repeat(62), "ab" + "1".repeat(62)}) {
            ImageRecord image = images.record(fingerprint, TestImages.plain(), Optional.empty());
            images.database.change(connection -> images.store.insert(connection, image));
        }
        assertThat(served.send("GET", "/1.0/images/ab", "").text()).contains("More than one image matches");
        assertThat(served.send("GET", "/1.0/images/ab0", "").status()).isEqualTo(200);
        assertThat(served.send("POST", "/1.0/images/aliases", "{\"name\": \"n\", \"target\": \"ab\"}")
                        .text())
                .contains("More than one image matches");
    }

    @Test
    void aChangeIsRefusedWhereTheImageChangedMeanwhile() throws Exception {
        ImageRecord image = images.imported(TestImages.archive("1"));
        for (String method : new String[] {"PUT", "PATCH"}) {
            Answer answer = served.send(method, image.url(), Map.of("If-Match", "old"), "{\"public\": true}");
            assertThat(answer.status()).isEqualTo(412);
        }
        assertThat(only().isPublic()).isFalse();
    }

    @Test
    void aPatchChangesWhatItNamesAndAPutAll() throws Exception {
        ImageRecord image = images.imported(TestImages.archive("1"));
        String expiry = "2030-01-01T00:00:00Z";
        assertThat(served.send(
                                "PATCH",
                                image.url(),
                                "{\"auto_update\": true, \"properties\": {\"a\": \"b\"}, \"expires_at\": \"" + expiry
                                        + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(only().autoUpdate()).isTrue();
        assertThat(only().isPublic()).isFalse();
        assertThat(only().properties()).containsEntry("a", "b").containsEntry("added", "yes");
        assertThat(only().options().expiresAt()).isEqualTo(Instant.parse(expiry));

        assertThat(served.send("PUT", image.url(), "{\"public\": true, \"properties\": {\"c\": \"d\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(only().autoUpdate()).isFalse();
        assertThat(only().isPublic()).isTrue();
        assertThat(only().properties()).isEqualTo(Map.of("c", "d"));
        assertThat(only().options().expiresAt()).isEqualTo(Instant.parse(expiry));
        assertThat(only().profiles()).containsExactly("default");
        assertThat(images.events())
                .filteredOn(event -> event.startsWith("image-updated "))
                .hasSize(2);
    }

    @Test
    void aDeletedImageGoesWithAllThatIsIts() throws Exception {
        ImageRecord image = images.imported(TestImages.archive("1"), "one");
        images.volumes.add(image.fingerprint());
        assertThat(served.ended(served.send("DELETE", image.url(), ""))).isEmpty();
        assertThat(images.fingerprints()).isEmpty();
        assertThat(images.fileNames()).isEmpty();
        assertThat(images.volumes).isEmpty();
        assertThat(served.send("GET", "/1.0/images/aliases/one", "").status()).isEqualTo(404);
        assertThat(images.events()).contains("image-deleted " + image.url());
    }

    @Test
    void theListIsFiltered() throws Exception {
        ImageRecord one = images.imported(TestImages.archive("1"));
        ImageRecord two = images.imported(TestImages.archive("2"));
        images.catalog.change(two, image -> image.with(options -> options.withPublic(true)));
        assertThat(served.send("GET", "/1.0/images?filter=public+eq+true", "").text())
                .contains(two.url())
                .doesNotContain(one.url());
    }

    @Test
    void aWebServerSaysWhichImageItHas() throws Exception {
        try (StreamServer web = StreamServer.start()) {
            byte[] archive = TestImages.archive("1");
            web.put("/image", archive);
            web.point("/page", web.url("/image"), StreamServer.sha256(archive));
            web.put("/silent", archive);
            assertThat(fetched(web.url("/page"))).isEmpty();
            assertThat(only().fingerprint().hex()).isEqualTo(StreamServer.sha256(archive));
            assertThat(fetched(web.url("/silent"))).contains("Missing LXD-Image-Hash header");
            assertThat(fetched("")).contains("Missing URL");
            assertThat(fetched("ftp://127.0.0.1/x")).contains("not the URL");
            web.point("/other", web.url("/image"), "0".repeat(64));
            assertThat(fetched(web.url("/other"))).contains("expected " + "0".repeat(64));
            images.requireWhole();
        }
    }

    private String fetched(String url) throws Exception {
        return served.ended(
                served.send("POST", "/1.0/images", "{\"source\": {\"type\": \"url\", \"url\": \"" + url + "\"}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Invalid images JSON",
                "{\"source\": {\"type\": \"nonsense\"}} | Invalid images JSON",
                "{\"source\": {\"type\": \"virtual-machine\"}} | no virtual machines",
                "{\"source\": {\"mode\": \"push\", \"fingerprint\": \"ab\"}} | 64 lower-case hex digits",
                "{\"source\": | malformed",
            })
    void aRequestThatMeansNothingIsRefusedAtOnce(String json, String message) throws Exception {
        Answer answer = served.send("POST", "/1.0/images", json);
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.text()).contains(message);
    }

    @Test
    void aCopyNeedsANameAndAProtocolThatThereIs() throws Exception {
        assertThat(served.ended(served.send(
                        "POST", "/1.0/images", "{\"source\": {\"type\": \"image\", \"server\": \"https://x\"}}")))
                .contains("must specify one of alias or fingerprint");
        assertThat(served.ended(served.send(
                        "POST",
                        "/1.0/images",
                        "{\"source\": {\"type\": \"image\", \"server\": \"https://x\", \"protocol\": \"gopher\","
                                + " \"alias\": \"a\"}}")))
                .contains("Unsupported protocol: gopher");
    }

    @Test
    void aCopyOfWhatWasCachedIsWantedForItself() throws Exception {
        try (StreamServer server = StreamServer.start()) {
            String fingerprint = server.offer("1");
            var remote = new ImageReference.Remote(server.url(""), "simplestreams", "", "", "container", "");
            images.service.ensureLocal(
                    new ImageReference(TestImages.PROJECT, "sys", Map.of(), Optional.of(remote)), Progress.SILENT);
            assertThat(only().isCached()).isTrue();
            Answer copied = served.send(
                    "POST",
                    "/1.0/images",
                    "{\"public\": true, \"filename\": \"f\", \"properties\": {\"a\": \"b\"}, \"profiles\": [\"extra\"],"
                            + " \"aliases\": [{\"name\": \"mine\"}], \"source\": {\"type\": \"image\", \"mode\":"
                            + " \"pull\", \"protocol\": \"simplestreams\", \"alias\": \"sys\", \"server\": \""
                            + server.url("") + "\"}}");
            assertThat(served.ended(copied)).isEmpty();
            ImageRecord image = only();
            assertThat(image.fingerprint().hex()).isEqualTo(fingerprint);
            assertThat(image.isCached()).isFalse();
            assertThat(image.isPublic()).isTrue();
            assertThat(image.content().filename()).isEqualTo("f");
            assertThat(image.profiles()).containsExactly("extra");
            assertThat(image.properties()).containsEntry("a", "b").containsEntry("serial", "20240101");
            assertThat(images.catalog.resolve(TestImages.named("mine"))).isEqualTo(image);
            assertThat(server.downloads()).isEqualTo(1);
        }
    }

    private Answer alias(String method, String name, String json) throws Exception {
        return served.send(method, "/1.0/images/aliases" + name, json);
    }

    @Test
    void anAliasIsMadeMovedRenamedAndTakenAway() throws Exception {
        ImageRecord one = images.imported(TestImages.archive("1"));
        ImageRecord two = images.imported(TestImages.archive("2"));
        String made = "{\"name\": \"a b\", \"description\": \"d\", \"target\": \"%s\"}".formatted(one.fingerprint());
        assertThat(alias("POST", "", made).status()).isEqualTo(201);
        assertThat(alias("GET", "/a%20b", "").text())
                .contains("\"description\":\"d\"", one.fingerprint().hex());
        assertThat(alias("PUT", "/a%20b", "{\"target\": \"%s\"}".formatted(two.fingerprint()))
                        .status())
                .isEqualTo(200);
        assertThat(images.catalog.resolve(TestImages.named("a b"))).isEqualTo(two);
        assertThat(alias("PATCH", "/a%20b", "{\"description\": \"e\"}").status())
                .isEqualTo(200);
        assertThat(alias("GET", "/a%20b", "").text())
                .contains("\"description\":\"e\"", two.fingerprint().hex());
        assertThat(alias("POST", "/a%20b", "{\"name\": \"c\"}").status()).isEqualTo(201);
        assertThat(alias("GET", "/a%20b", "").status()).isEqualTo(404);
        assertThat(alias("GET", "?recursion=1", "").text()).contains("\"name\":\"c\"");
        assertThat(alias("DELETE", "/c", "").status()).isEqualTo(200);
        assertThat(alias("GET", "", "").text()).contains("\"metadata\":[]");
        assertThat(images.events())
                .containsSubsequence(
                        "image-alias-created /1.0/images/aliases/a%20b",
                        "image-alias-updated /1.0/images/aliases/a%20b",
                        "image-alias-updated /1.0/images/aliases/a%20b",
                        "image-alias-renamed /1.0/images/aliases/c",
                        "image-alias-deleted /1.0/images/aliases/c");
        assertThat(images.fingerprints()).hasSize(2);
    }

    @Test
    void anAliasThatCannotBeIsRefused() throws Exception {
        ImageRecord one = images.imported(TestImages.archive("1"), "one", "two");
        String target = "\"target\": \"" + one.fingerprint() + "\"";
        assertThat(alias("POST", "", "{\"name\": \"one\", " + target + "}").status())
                .isEqualTo(409);
        assertThat(alias("POST", "", "{\"name\": \"\", " + target + "}").status())
                .isEqualTo(400);
        assertThat(alias("POST", "", "{\"name\": \"n\"}").status()).isEqualTo(400);
        assertThat(alias("POST", "", "{\"name\": \"n\", \"target\": \"" + "0".repeat(64) + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(alias("PUT", "/one", "{\"description\": \"d\"}").status()).isEqualTo(400);
        assertThat(alias("PUT", "/never", "{" + target + "}").status()).isEqualTo(404);
        assertThat(alias("POST", "/one", "{\"name\": \"two\"}").status()).isEqualTo(409);
        assertThat(alias("POST", "/one", "{\"name\": \"\"}").status()).isEqualTo(400);
        assertThat(alias("POST", "/never", "{\"name\": \"n\"}").status()).isEqualTo(404);
        assertThat(alias("DELETE", "/never", "").status()).isEqualTo(404);
        assertThat(images.events()).noneMatch(event -> event.startsWith("image-alias"));
    }

    private static String secretOf(Answer offered) {
        var operation = (Map<?, ?>) requireNonNull(offered.metadata().get("metadata"));
        return String.valueOf(operation.get("secret"));
    }
}
