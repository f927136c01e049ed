package io.gantry.client.simplestreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.Image;
import io.gantry.api.ImageAlias;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamImagesTest {
    private static final String PRODUCTS = """
            {"products": {
              "com.ubuntu.cloud:server:22.04:amd64": {
                "aliases": "22.04,jammy,ubuntu/lts", "arch": "amd64", "os": "ubuntu", "release": "jammy",
                "release_title": "22.04 LTS", "version": "22.04", "support_eol": "2032-04-21",
                "versions": {
                  "20240101": {"label": "release", "items": {
                    "lxd.tar.xz": {"ftype": "lxd.tar.xz", "path": "old/lxd.tar.xz", "size": 10,
                       "combined_squashfs_sha256": "aaaaaa1"},
                    "squashfs": {"ftype": "squashfs", "path": "old/root.squashfs", "size": 20}}},
                  "20240301.1": {"label": "release", "items": {
                    "lxd.tar.xz": {"ftype": "lxd.tar.xz", "path": "new/lxd.tar.xz", "sha256": "m", "size": 1,
                       "combined_squashfs_sha256": "bbbbbb1", "combined_rootxz_sha256": "cccccc1"},
                    "root.tar.xz": {"ftype": "root.tar.xz", "path": "new/root.tar.xz", "size": 2},
                    "disk1.img": {"ftype": "disk1.img", "path": "new/disk1.img", "size": 2},
                    "squashfs": {"ftype": "squashfs", "path": "new/root.squashfs", "sha256": "r", "size": 3}}},
                  "soon": {"items": {}}
                }},
              "com.ubuntu.cloud:server:22.04:arm64": {
                "aliases": "22.04,jammy", "arch": "arm64", "os": "ubuntu", "release": "jammy",
                "versions": {"20240302": {"items": {
                  "lxd_combined.tar.gz": {"ftype": "lxd_combined.tar.gz", "path": "arm.tar.gz", "sha256": "dddddd1",
                     "size": 7}}}}}
            }}
            """;

    private static StreamImages images() throws MalformedStreamException {
        return new StreamImages(StreamImages.parse(PRODUCTS.getBytes(StandardCharsets.UTF_8)), Optional.of("ubuntu"));
    }

    @Test
    void anAliasMeansTheNewestImageForTheArchitecture() throws Exception {
        StreamImage image = images().find("jammy", "x86_64").orElseThrow();
        assertThat(image.fingerprint()).isEqualTo("bbbbbb1");
        assertThat(image.rootfs().orElseThrow().path()).isEqualTo("new/root.squashfs");
        assertThat(image.size()).isEqualTo(4);
        assertThat(image.properties())
                .containsEntry("description", "ubuntu 22.04 LTS amd64 (release) (20240301.1)")
                .containsEntry("serial", "20240301.1")
                .doesNotContainKey("variant");
        assertThat(image.expiresAt()).isPresent();
    }

    @Test
    void anAliasMayNameTheArchitecture() throws Exception {
        assertThat(images().find("jammy/arm64", "x86_64").orElseThrow().fingerprint())
                .isEqualTo("dddddd1");
        assertThat(images().find("jammy/arm64", "x86_64").orElseThrow().rootfs())
                .isEmpty();
    }

    @Test
    void theServersOwnSystemMayBeLeftOut() throws Exception {
        assertThat(images().find("lts", "x86_64")).isPresent();
        assertThat(images().find("ubuntu/lts", "x86_64")).isPresent();
    }

    @Test
    void digitsFindOlderImages() throws Exception {
        assertThat(images().find("aaaaaa", "x86_64").orElseThrow().serial()).isEqualTo("20240101");
        assertThat(images().find("ffffff", "x86_64")).isEmpty();
    }

    @Test
    void eachFormOfAnImageIsShownAndThePreferredOfTheNewestHasTheAliases() throws Exception {
        List<Image> views = images().views("x86_64");
        assertThat(views).extracting(Image::fingerprint).containsExactly("dddddd1", "bbbbbb1", "cccccc1", "aaaaaa1");
        assertThat(views.get(0).aliases()).extracting(ImageAlias::name).containsExactly("22.04/arm64", "jammy/arm64");
        assertThat(views.get(1).aliases())
                .extracting(ImageAlias::name)
                .containsExactly("22.04", "22.04/amd64", "jammy", "jammy/amd64", "lts", "lts/amd64");
        assertThat(views.get(2).aliases()).isEmpty();
        assertThat(views.get(2).properties()).containsEntry("type", "root.tar.xz");
        assertThat(views.get(1).isPublic()).isTrue();
        assertThat(views.get(1).filename()).isEqualTo("lxd.tar.xz");
        assertThat(images().views("aarch64").getFirst().aliases())
                .extracting(ImageAlias::name)
                .containsExactly("22.04", "22.04/arm64", "jammy", "jammy/arm64");
    }

    @Test
    void theIndexNamesTheListsOfImages() throws Exception {
        String index = """
                {"index": {
                  "images": {"datatype": "image-downloads", "path": "streams/v1/images.json", "products": ["a"]},
                  "empty": {"datatype": "image-downloads", "path": "x", "products": []},
                  "ids": {"datatype": "image-ids", "path": "y", "products": ["a"]}}}
                """;
        assertThat(StreamIndex.productPaths(index.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("streams/v1/images.json");
        assertThatThrownBy(() -> StreamIndex.productPaths(new byte[] {'<'}))
                .isInstanceOf(MalformedStreamException.class);
    }
}
