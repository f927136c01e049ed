package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.DaemonUnderTest;
import io.gantry.e2e.fixture.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of two daemons: files that become images and images that become files, copies, caches, what is public. */
@Tag(DaemonUnderTest.CLIENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the hosts are made once for all tests of the class
class ImagesBetweenHostsTest {
    private Pair pair;
    private Client ours;
    private Client debian;
    private Path files;

    @BeforeAll
    void start() {
        pair = Pair.ofDaemonUnderTest("btrfs", "dir");
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
    @Tag(DaemonUnderTest.OURS_ALONE)
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

    /** Names as {@code tar -P} writes them, other order, links to absolute names, a device, holes. */
    @Test
    @Tag(DaemonUnderTest.OURS_ALONE)
    void untidyArchivesLaunch() {
        shell("""
                cp -a tree untidy && cd untidy
                echo one > rootfs/etc/one
                truncate -s 3M rootfs/holes && echo end >> rootfs/holes
                mknod rootfs/etc/memory c 1 1
                tar -S -P --transform='s#^#/#S;s#^/*./#//./#S' -cf ../untidy.tar rootfs templates metadata.yaml
                printf 'xx' > ._metadata.yaml && tar -rf ../untidy.tar ._metadata.yaml
                rm rootfs/etc/one && ln rootfs/etc/version rootfs/etc/linked
                tar -P --transform='s#^#/#' -rf ../untidy.tar rootfs/etc/version rootfs/etc/linked
                """);
        assertThat(shell("tar -tvPf untidy.tar | grep -c ' link to /rootfs/etc/version'"))
                .isEqualTo("1");
        for (Client client : new Client[] {ours, debian}) {
            client.lxc("image", "import", files + "/untidy.tar", "--alias", "untidy");
            client.lxc("launch", "untidy", "of-untidy");
            assertThat(client.lxc("exec", "of-untidy", "--", "cat", "/etc/one")).isEqualTo("one");
            assertThat(client.lxc("exec", "of-untidy", "--", "stat", "-c", "%h", "/etc/linked"))
                    .isEqualTo("2");
            assertThat(client.lxc("exec", "of-untidy", "--", "stat", "-c", "%s", "/holes"))
                    .isEqualTo("3145732");
            // A device is there, and opens nothing.
            client.lxc("exec", "of-untidy", "--", "test", "-c", "/etc/memory");
            assertThat(client.attempt("exec", "of-untidy", "--", "head", "-c", "1", "/etc/memory")
                            .status())
                    .isNotZero();
            client.lxc("delete", "--force", "of-untidy");
            deleteImage(client, "untidy");
        }
    }

    @Test
    @Tag(DaemonUnderTest.OURS_ALONE)
    void whatAnImageSaysOfItsInstancesHolds() {
        ours.lxc("image", "import", files + "/whole.bzip2", "--alias", "choosy", "requirements.nesting=true");
        assertThat(ours.command("image", "edit", "choosy")
                        .input("profiles: [default, extra]\n")
                        .run()
                        .refused())
                .contains("Profile 'extra' doesn't exist");
        ours.lxc("profile", "create", "extra");
        ours.lxc("profile", "set", "extra", "user.extra", "yes");
        edit("choosy", "properties: {os: busybox, requirements.nesting: 'true'}\nprofiles: [default, extra]\n");
        for (Client client : new Client[] {ours, debian}) {
            client.lxc("init", "choosy", "of-choosy");
            assertThat(client.lxc("config", "get", "of-choosy", "user.extra", "--expanded"))
                    .isEqualTo("yes");
            assertThat(client.refused("start", "of-choosy")).contains("security.nesting=true");
            client.lxc("config", "set", "of-choosy", "security.nesting", "true");
            client.lxc("start", "of-choosy");
            client.lxc("delete", "--force", "of-choosy");
        }
        ours.lxc("init", "choosy", "of-choosy", "--profile", "default");
        assertThat(ours.lxc("config", "show", "of-choosy")).contains("profiles:\n- default\nstateful");
        ours.lxc("delete", "of-choosy");
        edit("choosy", "properties: {}\n");
        assertThat(ours.lxc("image", "show", "choosy")).endsWith("profiles:\n- default");
        deleteImage(ours, "choosy");
        ours.lxc("profile", "delete", "extra");
    }

    private void edit(String image, String yaml) {
        ours.command("image", "edit", image).input(yaml).run().succeeded();
    }

    @Test
    void whatCloudInitSetsUpGivesAnotherInstanceId() {
        ours.lxc("init", "bb", "ci1");
        ours.lxc("profile", "create", "seeds");
        String before = instanceId("ci1");
        ours.lxc("config", "set", "ci1", "user.x", "1");
        assertThat(instanceId("ci1")).isEqualTo(before);
        ours.lxc("snapshot", "ci1", "s");
        ours.lxc("restore", "ci1", "s");
        assertThat(instanceId("ci1")).isEqualTo(before);
        var seen = new ArrayList<>(List.of(before));
        for (String line : new String[] {
            "config set ci1 user.user-data x",
            "profile add ci1 seeds",
            "profile set seeds cloud-init.vendor-data x",
            "profile set seeds cloud-init.vendor-data y",
            "config device add ci1 eth9 nic nictype=p2p name=eth9",
            "config device set ci1 eth9 name eth8",
            "restore ci1 s"
        }) {
            String old = instanceId("ci1");
            ours.lxc(line.split(" ", -1));
            boolean isOutdated = !line.equals("profile add ci1 seeds");
            assertThat(instanceId("ci1").equals(old)).as(line).isEqualTo(!isOutdated);
            seen.add(instanceId("ci1"));
        }
        ours.lxc("rename", "ci1", "ci2");
        assertThat(seen).doesNotContain(instanceId("ci2"));
        ours.lxc("copy", "ci2", "ci3");
        assertThat(instanceId("ci3")).isNotEqualTo(instanceId("ci2"));
        ours.lxc("delete", "ci2", "ci3");
        ours.lxc("profile", "delete", "seeds");
    }

    private String instanceId(String instance) {
        return ours.lxc("config", "get", instance, "volatile.cloud-init.instance-id");
    }

    @Test
    @Tag(DaemonUnderTest.OURS_ALONE)
    void theSameContentIsPublishedAgainUnderAnotherAlias() {
        ours.lxc("init", "bb", "pub");
        ours.lxc("publish", "pub", "--alias", "first");
        String fingerprint = ours.lxc("image", "list", "first", "-c", "F", "--format", "csv");
        assertThat(ours.refused("publish", "pub")).contains("The image already exists: " + fingerprint);
        ours.lxc("publish", "pub", "--reuse", "--alias", "first", "--alias", "second");
        assertThat(ours.lxc("image", "list", "second", "-c", "F", "--format", "csv"))
                .isEqualTo(fingerprint);
        ours.lxc("delete", "pub");
        deleteImage(ours, "first");
    }

    @Test
    void anImageServerIsLookedAtAndCopiedFromAndItsImagesStayWhenItIsGone() {
        shell("""
                mkdir -p web/streams/v1 && cp meta.tar.xz web/lxd.tar.xz && cp rootfs.squashfs whole.gzip web/
                sum() { cat "$@" | sha256sum | cut -d' ' -f1; }
                size() { stat -c %s web/$1; }
                cat > web/streams/v1/index.json <<END
                {"index": {"i": {"datatype": "image-downloads", "path": "streams/v1/i.json", "products": ["p", "q"]}}}
                END
                cat > web/streams/v1/i.json <<END
                {"products": {"p": {"aliases": "stream,stream/1", "arch": "amd64", "os": "Busy", "release": "one",
                  "release_title": "One", "versions": {"20240101": {"items": {
                    "m": {"ftype": "lxd.tar.xz", "path": "lxd.tar.xz", "size": $(size lxd.tar.xz),
                      "sha256": "$(sum web/lxd.tar.xz)",
                      "combined_squashfs_sha256": "$(sum web/lxd.tar.xz web/rootfs.squashfs)"},
                    "r": {"ftype": "squashfs", "path": "rootfs.squashfs", "size": $(size rootfs.squashfs),
                      "sha256": "$(sum web/rootfs.squashfs)"}}}}},
                 "q": {"aliases": "whole", "arch": "amd64", "os": "Busy", "release": "two", "versions": {"20240102": {
                  "items": {"c": {"ftype": "lxd_combined.tar.gz", "path": "whole.gzip", "size": $(size whole.gzip),
                    "sha256": "$(sum web/whole.gzip)"}}}}}}}
                END
                """);
        String address = "http://" + pair.hosts().first().address() + ":8480";
        Process server = Command.of("/usr/bin/python3", "-m", "http.server", "8480", "--directory", files + "/web")
                .inNamespace(pair.hosts().first().namespace())
                .startLoggingTo(files.resolve("web.log"));
        try {
            Command probe = Command.of("curl", "-sf", address + "/streams/v1/index.json")
                    .inNamespace(pair.hosts().first().namespace());
            Await.until(
                    "the web server answers",
                    Duration.ofSeconds(30),
                    () -> probe.run().status() == 0);
            for (Client client : new Client[] {ours, debian}) {
                client.lxc("remote", "add", "ssr", "https://image.server", "--protocol", "simplestreams");
            }
            shell("sed -i 's#https://image.server#%s#' ../a/conf/config.yml ../a/debian-conf/config.yml"
                    .formatted(address));
            for (String line : new String[] {
                "list ssr:",
                "list ssr: -c lLFpdastu --format csv",
                "list ssr: os=Busy release=two -c l --format csv",
                "alias list ssr:",
                "alias list ssr: stream --format yaml",
                "show ssr:stream",
                "show ssr:whole"
            }) {
                String[] words = ("image " + line).split(" ", -1);
                assertThat(ours.lxc(words)).as(line).isEqualTo(debian.lxc(words));
            }
            assertThat(ours.lxc("image", "info", "ssr:stream").lines().sorted())
                    .containsExactlyElementsOf(debian.lxc("image", "info", "ssr:stream")
                            .lines()
                            .sorted()
                            .toList());
            for (Client client : new Client[] {ours, debian}) {
                String out = pair.hosts()
                        .scratch()
                        .folder("streamed-" + (client == ours))
                        .toString();
                client.lxc("image", "export", "ssr:stream", out);
                client.lxc("image", "export", "ssr:whole", out + "/named");
            }
            shell("diff -r ../streamed-true ../streamed-false && cmp ../streamed-true/lxd.tar.xz web/lxd.tar.xz");

            ours.lxc("image", "copy", "ssr:stream", "foo:", "--copy-aliases");
            assertThat(ours.lxc("image", "alias", "list", "foo:", "--format", "csv"))
                    .contains("stream,", "stream/amd64,", "stream/1,");
            deleteImage(ours, "foo:stream");
            ours.lxc("launch", "ssr:stream", "of-stream");
            assertThat(ours.lxc("exec", "of-stream", "--", "echo", "up")).isEqualTo("up");
            ours.lxc("delete", "--force", "of-stream");
        } finally {
            server.destroy();
            server.onExit().join();
        }
        ours.lxc("init", "ssr:stream", "of-stream");
        ours.lxc("init", "ssr:stream/1", "of-stream-1");
        debian.lxc("init", "ssr:stream", "of-stream-2");
        assertThat(ours.refused("init", "ssr:whole", "of-whole"))
                .containsAnyOf("Failed to fetch image", "connection refused");
        ours.lxc("delete", "of-stream", "of-stream-1", "of-stream-2");
        for (Client client : new Client[] {ours, debian}) {
            client.lxc("remote", "remove", "ssr");
        }
        deleteImage(ours, sha256("meta.tar.xz rootfs.squashfs"));
    }
}
