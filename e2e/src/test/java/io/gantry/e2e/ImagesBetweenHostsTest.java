package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of two daemons: files that become images and images that become files, copies, caches, what is public. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the hosts are made once for all tests of the class
class ImagesBetweenHostsTest {
    private Pair pair;
    private Client ours;
    private Client debian;
    private Path files;

    @BeforeAll
    void start() {
        pair = Pair.ofGantry("btrfs", "dir");
        ours = pair.user();
        debian = pair.hosts().first().debianClient();
        pair.trust(debian);
        // The busybox image as a folder, a split image and one of each compression.
        files = pair.hosts().scratch().folder("files");
        shell("""
                mkdir tree && tar -xzf ../busybox.tar.gz -C tree
                tar -cf whole.tar -C tree metadata.yaml rootfs templates
                for c in gzip bzip2 xz zstd; do $c -c whole.tar > whole.$c; done
                echo >> tree/rootfs/etc/version
                tar -cf cached.tar -C tree metadata.yaml rootfs templates
                echo >> tree/rootfs/etc/version
                tar -cf newer.tar -C tree metadata.yaml rootfs templates
                tar -cJf meta.tar.xz -C tree metadata.yaml templates
                mksquashfs tree/rootfs rootfs.squashfs -quiet -no-progress > /dev/null
                """);
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    private String shell(String lines) {
        return Command.of("sh", "-e", "-c", "cd '" + files + "'\n" + lines).output();
    }

    private String sha256(String fileNames) {
        return shell("cat " + fileNames + " | sha256sum | cut -d' ' -f1");
    }

    Stream<Client> clients() {
        return Stream.of(ours, debian);
    }

    private void deleteImage(Client client, String image) {
        client.lxc("image", "delete", image);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void eachFormBecomesAnImageWithTheHashOfItsFiles(Client client) {
        for (String form : new String[] {"whole.tar", "whole.gzip", "whole.bzip2", "whole.xz", "whole.zstd"}) {
            assertThat(client.lxc("image", "import", files + "/" + form, "--alias", "form/" + form, "from=test"))
                    .endsWith(sha256(form));
            assertThat(client.lxc("image", "get-property", "form/" + form, "from"))
                    .isEqualTo("test");
            deleteImage(client, "form/" + form);
        }
        client.lxc("image", "import", files + "/tree", "--alias", "form/folder");
        assertThat(client.lxc("image", "show", "form/folder")).contains("os: busybox");
        deleteImage(client, "form/folder");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aSplitImageComesOutAsItWentIn(Client client) {
        String fingerprint = sha256("meta.tar.xz rootfs.squashfs");
        client.lxc("image", "import", files + "/meta.tar.xz", files + "/rootfs.squashfs", "foo:", "--alias", "split");
        Path out = pair.hosts().scratch().folder("split-" + (client == ours ? "ours" : "debian"));
        client.lxc("image", "export", "foo:split", out.toString());
        assertThat(out.resolve("meta-" + fingerprint + ".tar.xz")).hasSameBinaryContentAs(files.resolve("meta.tar.xz"));
        assertThat(out.resolve(fingerprint + ".squashfs")).hasSameBinaryContentAs(files.resolve("rootfs.squashfs"));
        client.lxc("launch", "foo:split", "foo:of-split");
        assertThat(client.lxc("exec", "foo:of-split", "--", "echo", "up")).isEqualTo("up");
        client.lxc("delete", "--force", "foo:of-split");
        deleteImage(client, "foo:split");
    }

    @Test
    void anExportGoesWhereTheUserSays() {
        ours.lxc("image", "import", files + "/whole.zstd", "--alias", "exported");
        Path folder = pair.hosts().scratch().folder("exports");
        ours.lxc("image", "export", "exported", folder + "/new/");
        ours.lxc("image", "export", "exported", folder + "/named");
        String fingerprint = sha256("whole.zstd");
        for (String name : new String[] {"new/" + fingerprint + ".tar.zst", "named.tar.zst"}) {
            assertThat(folder.resolve(name)).hasSameBinaryContentAs(files.resolve("whole.zstd"));
        }
        Command toStandardOutput = ours.command("image", "export", "exported", "-");
        var words = new ArrayList<>(List.of("sh", "-c", "\"$@\" | sha256sum", "sh"));
        words.addAll(toStandardOutput.words());
        assertThat(new Command(words, toStandardOutput.environment(), "", Duration.ofMinutes(1)).output())
                .startsWith(fingerprint);
        deleteImage(ours, "exported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull", "push", "relay"})
    void copiesCarryWhatTheUserAskedForAndNothingElse(String mode) {
        ours.lxc("image", "import", files + "/whole.xz", "--alias", "source", "--alias", "a/second", "key=value");
        String fingerprint = sha256("whole.xz");
        for (Client client : new Client[] {ours, debian}) {
            client.lxc("image", "copy", fingerprint.substring(0, 6), "foo:", "--mode", mode);
            assertThat(client.lxc("image", "list", "foo:", "-c", "Fp", "--format", "csv"))
                    .contains(fingerprint + ",no");
            assertThat(client.lxc("image", "list", "foo:", "-c", "L", "--format", "csv"))
                    .doesNotContain("source");
            if (client == ours || !mode.equals("relay")) {
                assertThat(client.lxc("image", "get-property", "foo:" + fingerprint, "key"))
                        .isEqualTo("value");
            }
            deleteImage(client, "foo:" + fingerprint);

            client.lxc(
                    "image", "copy", "source", "foo:", "--mode", mode, "--copy-aliases", "--alias", "new", "--public");
            assertThat(client.lxc("image", "list", "foo:new", "-c", "Fp", "--format", "csv"))
                    .isEqualTo(fingerprint + ",yes");
            if (client == ours) {
                assertThat(client.lxc("image", "alias", "list", "foo:", "--format", "csv"))
                        .contains("new,", "source,", "a/second,");
            }
            deleteImage(client, "foo:" + fingerprint);
        }
        ours.lxc("image", "copy", "source", "foo:", "--mode", mode);
        ours.lxc("image", "copy", "source", "foo:", "--mode", mode, "--alias", "again");
        assertThat(ours.lxc("image", "list", "foo:again", "-c", "F", "--format", "csv"))
                .isEqualTo(fingerprint);
        deleteImage(ours, "foo:again");
        deleteImage(ours, "source");
    }

    @Test
    void aServerUnderAnotherNameIsStillTheSameServer() {
        ours.lxc("remote", "add", "me", pair.hosts().first().address(), "--accept-certificate", "--password", "secret");
        assertThat(ours.refused("image", "copy", "bb", "me:")).contains("must be different");
        assertThat(ours.refused("image", "copy", "me:bb", "local:")).contains("must be different");
        ours.lxc("remote", "remove", "me");
    }

    @Test
    void strangersSeePublicImagesOnly() {
        ours.lxc("image", "copy", "bb", "foo:", "--alias", "hidden");
        String fingerprint = ours.lxc("image", "list", "foo:hidden", "-c", "F", "--format", "csv");
        Client stranger = pair.hosts().first().clientNamed("stranger");
        stranger.lxc("remote", "add", "foo", pair.hosts().second().address(), "--accept-certificate", "--public");
        assertThat(stranger.lxc("image", "list", "foo:", "--format", "csv")).isEmpty();
        assertThat(stranger.refused("image", "info", "foo:" + fingerprint.substring(0, 20)))
                .doesNotContain(fingerprint);

        ours.command("image", "edit", "foo:hidden")
                .input("public: true\nproperties: {}\n")
                .run()
                .succeeded();
        assertThat(stranger.lxc("image", "list", "foo:", "-c", "F", "--format", "csv"))
                .isEqualTo(fingerprint);
        Path out = pair.hosts().scratch().folder("public");
        stranger.lxc("image", "export", "foo:hidden", out.toString());
        assertThat(out.resolve(fingerprint + ".tar.gz")).exists();
        assertThat(stranger.refused("image", "delete", "foo:hidden")).isNotEmpty();
        deleteImage(ours, "foo:hidden");
    }

    @Test
    void anImageFetchedForAContainerIsCachedUntilNobodyWantsIt() {
        ours.lxc("image", "import", files + "/cached.tar", "foo:", "--alias", "wanted", "--public");
        ours.lxc("init", "foo:wanted", "of-cache");
        String old = sha256("cached.tar");
        assertThat(ours.lxc("image", "info", old))
                .contains("Cached: yes", "Public: no", "Auto update: enabled", "Alias: wanted");

        // What the alias there means when the daemon starts next takes the place of what it meant.
        deleteImage(ours, "foo:wanted");
        String newer = sha256("newer.tar");
        ours.lxc("image", "import", files + "/newer.tar", "foo:", "--alias", "wanted", "--public");
        pair.local().terminate();
        pair.local().startAgain();
        Await.until(
                "the old image is replaced",
                Duration.ofSeconds(60),
                () -> !fingerprints().contains(old));
        assertThat(fingerprints()).contains(newer);

        ours.lxc("config", "set", "images.remote_cache_expiry", "0");
        Await.until(
                "the cached image is gone",
                Duration.ofSeconds(60),
                () -> !fingerprints().contains(newer));
        ours.lxc("config", "unset", "images.remote_cache_expiry");
        ours.lxc("start", "of-cache");
        ours.lxc("delete", "--force", "of-cache");
        deleteImage(ours, "foo:wanted");
    }

    private String fingerprints() {
        return ours.lxc("image", "list", "-c", "F", "--format", "csv");
    }
}
