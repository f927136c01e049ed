package io.gantry.daemon.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImageAliasesEntry;
import io.gantry.daemon.image.remote.FetchOptions;
import io.gantry.daemon.image.remote.StreamServer;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.image.store.ImageAliases;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import io.gantry.system.effect.Effects.EffectFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each act on images with each of its effects failing in turn: what it leaves is whole, and the act can be repeated. */
@Timeout(120)
class ImageEffectsTest {
    @TempDir
    Path folder;

    /** Something done to images. */
    private interface Act {
        void run(TestImages images) throws Exception;
    }

    /**
     * Runs an act for each of its effects, on images of its own, with that effect failing.
     *
     * @param before makes what the act needs
     * @param afterFailure looks at what is left
     * @return the effects of the act that went well
     */
    private List<String> failEach(Act before, Act act, Act afterFailure) throws Exception {
        for (int number = 0; ; number++) {
            Path own = Files.createDirectory(folder.resolve("effect" + number));
            try (var images = new TestImages(own)) {
                before.run(images);
                images.effects.failAt(number);
                Throwable failure = catchThrowable(() -> act.run(images));
                List<String> happened = images.effects.happened();
                images.effects.failAt(-1);
                images.requireWhole();
                if (happened.size() <= number) {
                    assertThat(failure).as("without a failing effect").isNull();
                    return happened;
                }
                assertThat(failure).as("effect %d of %s", number, happened).isInstanceOf(EffectFailedException.class);
                afterFailure.run(images);
                act.run(images);
                images.requireWhole();
            }
        }
    }

    /** Runs an act once, and starts anew from what the folder has after each of its effects, as after a crash. */
    private void crashAfterEach(Act before, Act act) throws Exception {
        Path own = Files.createDirectory(folder.resolve("crashing"));
        List<Path> left = new ArrayList<>();
        try (var images = new TestImages(own)) {
            before.run(images);
            images.afterEffect = () -> left.add(copied(own, folder.resolve("crash" + left.size())));
            act.run(images);
        }
        assertThat(left).isNotEmpty();
        for (Path each : left) {
            try (var images = new TestImages(each)) {
                images.sweep();
                images.requireWhole();
                assertThat(images.fileNames()).noneMatch(name -> name.startsWith("incoming-"));
            }
        }
    }

    private static Path copied(Path from, Path to) {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
            return to;
        } catch (IOException failure) {
            throw new UncheckedIOException("copying what a crash would leave", failure);
        }
    }

    @Test
    void anImport() throws Exception {
        Act act = images -> images.imported(TestImages.archive("1"), "one");
        List<String> effects = failEach(_ -> {}, act, images -> {
            assertThat(images.fingerprints()).isEmpty();
            assertThat(images.events()).isEmpty();
        });
        assertThat(effects).containsExactly("transaction", "transaction");
        crashAfterEach(_ -> {}, act);
    }

    @Test
    void aDeletion() throws Exception {
        Act before = images -> {
            ImageRecord image = images.imported(TestImages.archive("1"), "one");
            images.volumes.add(image.fingerprint());
        };
        Act act = images ->
                images.deletion.delete(images.catalog.list(TestImages.PROJECT).getFirst());
        List<String> effects = failEach(before, act, images -> {
            assertThat(images.fingerprints()).hasSize(1);
            assertThat(images.catalog.resolve(TestImages.named("one"))).isNotNull();
        });
        assertThat(effects).containsExactly("transaction", "transaction", "remove volumes", "transaction");
        crashAfterEach(images -> images.imported(TestImages.archive("1"), "one"), act);
    }

    @Test
    void aFetchFromASimplestreamsServer() throws Exception {
        try (StreamServer server = StreamServer.start()) {
            server.offer("1");
            var remote = new ImageReference.Remote(server.url(""), "simplestreams", "", "", "container", "");
            Act act = images -> images.fetcher.fetch(
                    TestImages.PROJECT, "sys", remote, new FetchOptions(false, true, true), Progress.SILENT);
            List<String> effects = failEach(
                    _ -> {}, act, images -> assertThat(images.fingerprints()).isEmpty());
            assertThat(effects).containsExactly("transaction", "transaction", "transaction");
            crashAfterEach(_ -> {}, act);
        }
    }

    @Test
    void aRefresh() throws Exception {
        try (StreamServer server = StreamServer.start()) {
            var remote = new ImageReference.Remote(server.url(""), "simplestreams", "", "", "container", "");
            Act before = images -> {
                server.offer("1");
                ImageRecord old = images.fetcher.fetch(
                        TestImages.PROJECT, "sys", remote, new FetchOptions(false, false, true), Progress.SILENT);
                images.catalog.addAliases(old, List.of(new ImageAlias("mine", "")));
                server.offer("2");
            };
            Act act = images -> {
                ImageRecord named = images.catalog.resolve(TestImages.named("mine"));
                images.refresher.refresh(named, Progress.SILENT);
            };
            List<String> effects = failEach(
                    before,
                    act,
                    // The name means one of the two, and a second try ends what the first began.
                    images -> assertThat(images.catalog.resolve(TestImages.named("mine")))
                            .isNotNull());
            assertThat(effects).hasSizeGreaterThan(6).contains("remove volumes");
            crashAfterEach(before, act);
        }
    }

    @Test
    void aChangeOfAnAlias() throws Exception {
        Act before = images -> images.imported(TestImages.archive("1"), "one");
        Act act = images -> {
            images.aliases.rename(TestImages.PROJECT, "one", "two");
            images.aliases.delete(TestImages.PROJECT, "two");
            images.aliases.create(
                    TestImages.PROJECT,
                    new ImageAliasesEntry("", images.fingerprints().getFirst(), "one", "container"));
        };
        for (int number = 1; number <= 3; number++) {
            try (var images = new TestImages(Files.createDirectory(folder.resolve("alias" + number)))) {
                before.run(images);
                images.effects.failAt(number - 1);
                assertThat(catchThrowable(() -> act.run(images))).isInstanceOf(EffectFailedException.class);
                images.effects.failAt(-1);
                assertThat(images.aliases.list(TestImages.PROJECT, ImageAliases.Visibility.ALL))
                        .hasSize(number == 3 ? 0 : 1);
            }
        }
    }

    @Test
    void anUpdateOfWhatAnImageIs() throws Exception {
        Act before = images -> images.imported(TestImages.archive("1"), "one");
        Act act = images -> images.catalog.change(
                images.catalog.resolve(TestImages.named("one")),
                image -> image.with(options -> options.withPublic(true).withProperties(Map.of("a", "b"))));
        List<String> effects = failEach(before, act, images -> {
            ImageRecord image = images.catalog.resolve(TestImages.named("one"));
            assertThat(image.isPublic()).isFalse();
            assertThat(image.properties()).containsEntry("added", "yes");
        });
        assertThat(effects).hasSize(2);
    }

    @Test
    void filesThatCannotBePutInPlaceLeaveNoRecord() throws Exception {
        try (var images = new TestImages(folder)) {
            byte[] archive = TestImages.archive("1");
            var fingerprint = new Fingerprint(StreamServer.sha256(archive));
            Path inTheWay =
                    Files.createDirectories(images.files.rootfs(fingerprint).resolve("in the way"));
            assertThat(catchThrowable(() -> images.imported(archive, "one"))).hasMessageContaining("cannot");
            assertThat(images.fingerprints()).isEmpty();
            assertThat(images.catalog.findExact(TestImages.PROJECT, fingerprint))
                    .isEqualTo(Optional.empty());

            Files.delete(inTheWay);
            Files.delete(images.files.rootfs(fingerprint));
            images.imported(archive, "one");
            images.requireWhole();
        }
    }
}
