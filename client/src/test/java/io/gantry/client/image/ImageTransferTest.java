package io.gantry.client.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import io.gantry.api.Operation;
import io.gantry.client.fixture.FakeConnection;
import io.gantry.client.operation.OperationAwaiter;
import io.gantry.client.server.NotReachableException;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTransferTest {
    private static final String UNREACHED = "{\"id\": \"o1\", \"status_code\": 400, \"err\": \"tired\"}";
    private static final String BROKEN_OFF =
            "{\"id\": \"o1\", \"status_code\": 400, \"err\": \"no room\", \"metadata\": {\"download_progress\": \"4%\"}}";

    private final FakeConnection source = new FakeConnection("https://a:8443", "a:8443", "10.0.0.1:8443");
    private final FakeConnection target = new FakeConnection("https://b:8443", "b:8443", "10.0.0.2:8443");
    private final ImageTransfer transfer = new ImageTransfer(target.server("to"), OperationAwaiter.SILENT);

    private static Image image(boolean isPublic) {
        return ApiJson.read(
                "{\"fingerprint\": \"f\", \"public\": " + isPublic
                        + ", \"filename\": \"i.tar\", \"properties\": {\"os\": \"a b&c\"}}",
                Image.class);
    }

    private ImageOrigin origin(boolean isPublic) throws IOException {
        return ImageOrigin.of(source.server("from"), image(isPublic), "deb");
    }

    private List<Object> servers() {
        var servers = new ArrayList<Object>();
        for (Map<?, ?> body : target.sent("POST /1.0/images")) {
            if (body.get("source") instanceof Map<?, ?> from) {
                servers.add(String.valueOf(from.get("server")));
            }
        }
        return servers;
    }

    @Test
    void aPublicImageIsFollowedByItsAlias() throws IOException {
        target.succeeds("POST /1.0/images", "o1");
        transfer.pull(origin(true), new ImageTransfer.Options(true, true));
        assertThat(target.sent("POST /1.0/images").getFirst().toString())
                .contains(
                        "public=true",
                        "auto_update=true",
                        "mode=pull",
                        "alias=deb",
                        "fingerprint=,",
                        "server=https://a:8443",
                        "certificate=PEM of https://a:8443");
    }

    @Test
    void aPrivateOneIsFetchedByItsFingerprintWithASecret() throws IOException {
        source.starts("POST /1.0/images/f/secret", "{\"id\": \"o2\", \"metadata\": {\"secret\": \"s3\"}}");
        target.succeeds("POST /1.0/images", "o1");
        transfer.pull(origin(false), new ImageTransfer.Options(false, false));
        assertThat(target.sent("POST /1.0/images").getFirst().toString())
                .contains("alias=,", "fingerprint=f", "secret=s3");
    }

    @Test
    void theNextAddressIsTriedUntilAPartOfTheImageHasCome() throws IOException {
        target.starts("POST /1.0/images", UNREACHED)
                .starts("POST /1.0/images", "{\"id\": \"o2\", \"status_code\": 200}");
        assertThat(transfer.pull(origin(true), new ImageTransfer.Options(false, false))
                        .id())
                .isEqualTo("o2");
        assertThat(servers()).isEqualTo(List.of("https://a:8443", "https://10.0.0.1:8443"));
    }

    @Test
    void whatBreaksOffInTheMiddleIsNotTriedElsewhere() {
        target.starts("POST /1.0/images", BROKEN_OFF);
        assertThatThrownBy(() -> transfer.pull(origin(true), new ImageTransfer.Options(false, false)))
                .hasMessage("no room");
        assertThat(servers()).hasSize(1);
    }

    @Test
    void aServerThatDoesNotListenHasNoImagesForOthers() {
        assertThatThrownBy(() -> ImageOrigin.of(new FakeConnection("unix:///s").server("from"), image(true), null))
                .isInstanceOf(NotReachableException.class);
    }

    @Test
    void aWebServerWithImagesIsAskedForTheAlias() {
        ImageOrigin origin = ImageOrigin.simplestreams("images", "https://images", "debian/12");
        assertThat(origin.isFollowed()).isTrue();
        assertThat(origin.at("https://images").protocol()).isEqualTo("simplestreams");
        assertThat(origin.at("https://images").alias()).isEqualTo("debian/12");
        assertThat(origin.at("https://images").certificate()).isEmpty();
    }

    @Test
    void aPushedImageIsOfferedAndThenSent() throws IOException {
        target.starts("POST /1.0/images", "{\"id\": \"t1\", \"metadata\": {\"secret\": \"s3\"}}")
                .sync("GET /1.0/operations/t1", "{\"id\": \"t1\", \"status_code\": 200}");
        source.succeeds("POST /1.0/images/f/export", "o1");
        transfer.push(source.server("from"), image(false), true);
        assertThat(target.sent("POST /1.0/images").getFirst().toString())
                .contains("mode=push", "fingerprint=f", "public=true", "os=a b&c");
        assertThat(source.sent("POST /1.0/images/f/export").getFirst().toString())
                .contains("target=https://b:8443", "secret=s3", "certificate=PEM of https://b:8443");
    }

    @Test
    void aPushThatReachesNobodyTriesTheNextAddressAndTakesTheOfferBack() {
        target.starts("POST /1.0/images", "{\"id\": \"t1\", \"metadata\": {\"secret\": \"s3\"}}")
                .sync("GET /1.0/operations/t1/wait?timeout=1", "{\"id\": \"t1\", \"status_code\": 103}")
                .sync("GET /1.0/operations/t1", "{\"id\": \"t1\", \"status_code\": 103}")
                .sync("DELETE /1.0/operations/t1", "{}");
        source.starts("POST /1.0/images/f/export", UNREACHED);
        assertThatThrownBy(() -> transfer.push(source.server("from"), image(false), false))
                .isInstanceOf(OperationFailedException.class)
                .hasMessage("tired");
        assertThat(source.changes()).hasSize(2);
        assertThat(target.changes()).containsExactly("POST /1.0/images", "DELETE /1.0/operations/t1");
    }

    @Test
    void aServerThatGivesNoSecretTakesNoImages() {
        target.starts("POST /1.0/images", "{\"id\": \"t1\"}");
        assertThatThrownBy(() -> transfer.push(source.server("from"), image(false), false))
                .isInstanceOfSatisfying(
                        NoSecretException.class, e -> assertThat(e.remote()).isEqualTo("to"));
        assertThat(source.changes()).isEmpty();
    }

    @Test
    void aRelayedImageGoesOnAsItComes() throws IOException {
        source.raw(
                "GET /1.0/images/f/export",
                200,
                Map.of("Content-Type", "multipart/form-data; boundary=x", "Content-Length", "5"),
                "bytes");
        target.succeeds("POST /1.0/images", "o1");
        var lengths = new ArrayList<Long>();
        transfer.relay(source.server("from"), image(false), true, (content, length) -> {
            lengths.add(length);
            return content;
        });
        assertThat(lengths).containsExactly(5L);
        FakeConnection.Request upload = target.requests().getFirst();
        assertThat(upload.body()).isEqualTo("bytes");
        assertThat(upload.headers())
                .isEqualTo(Map.of(
                        "X-LXD-fingerprint", "f",
                        "X-LXD-public", "true",
                        "X-LXD-filename", "i.tar",
                        "X-LXD-properties", "os=a+b%26c"));
    }

    @Test
    void anAliasInUseGoesToTheNewImage() throws IOException {
        target.sync("DELETE /1.0/images/aliases/a", "{}").sync("POST /1.0/images/aliases", "{}");
        new ImageAliases(target.server("to")).put(List.of(new ImageAlias("a", "d"), new ImageAlias("b", "")), "f");
        assertThat(target.changes())
                .containsExactly(
                        "DELETE /1.0/images/aliases/a",
                        "POST /1.0/images/aliases",
                        "DELETE /1.0/images/aliases/b",
                        "POST /1.0/images/aliases");
    }

    @Test
    void theSameImageTwiceIsFoundInTheServersAnswer() {
        String hex = "0123456789abcdef".repeat(4);
        var failed = new OperationFailedException(
                ApiJson.read("{\"err\": \"The image already exists: " + hex + "\"}", Operation.class));
        assertThat(Images.sameAs(failed)).contains(hex);
        assertThat(Images.sameAs(new OperationFailedException(ApiJson.read("{\"err\": \"no\"}", Operation.class))))
                .isEmpty();
    }

    @Test
    void anImageOfTwoFilesIsOneBody(@TempDir Path folder) throws IOException {
        Path metadata = Files.writeString(folder.resolve("meta\".tar"), "one");
        Path rootfs = Files.writeString(folder.resolve("rootfs"), "two");
        try (ImageUpload upload = ImageUpload.open(metadata, rootfs)) {
            byte[] body = upload.content().readAllBytes();
            assertThat(body).hasSize((int) upload.length());
            assertThat(new String(body, StandardCharsets.UTF_8))
                    .contains("name=\"metadata\"; filename=\"meta%22.tar\"", "\r\n\r\none\r\n--", "\r\n\r\ntwo\r\n--");
            assertThat(upload.contentType()).startsWith("multipart/form-data; boundary=");
        }
        try (ImageUpload upload = ImageUpload.open(rootfs, null)) {
            assertThat(upload.contentType()).isEqualTo("application/octet-stream");
            assertThat(upload.content()).hasContent("two");
        }
    }
}
