package io.gantry.daemon.image.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ImageAlias;
import io.gantry.api.ImageSource;
import io.gantry.daemon.image.TestImages;
import io.gantry.daemon.image.store.ImageRecord;
import io.gantry.daemon.image.store.ImageReference;
import io.gantry.daemon.operation.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of images with time, which here goes on only when a test says so. */
@Timeout(60)
class ImageUpkeepTest {
    private static final String PROJECT = "default";
    private static final Duration KEPT = Duration.ofDays(10);

    @TempDir
    Path folder;

    private StreamServer server;
    private TestImages images;

    @BeforeEach
    void open() throws IOException {
        server = StreamServer.start();
        images = new TestImages(folder);
        images.settings.cacheExpiry = KEPT;
    }

    @AfterEach
    void close() {
        images.close();
        server.close();
    }

    private ImageRecord launched() throws InterruptedException {
        var remote = new ImageReference.Remote(server.url(""), "simplestreams", "", "", "container", "");
        return images.service.ensureLocal(
                new ImageReference(PROJECT, "sys", Map.of(), Optional.of(remote)), Progress.SILENT);
    }

    @Test
    void aCachedImageGoesSoManyDaysAfterItsLastUse() throws Exception {
        server.offer("1");
        launched();
        images.now = images.now.plus(KEPT).minusSeconds(1);
        launched();
        images.now = images.now.plus(KEPT).minusSeconds(1);
        images.upkeep.run();
        assertThat(images.fingerprints()).hasSize(1);

        images.now = images.now.plusSeconds(1);
        images.upkeep.run();

        assertThat(images.fingerprints()).isEmpty();
    }

    @Test
    void anExpiryOfNothingRemovesWhatIsCachedAndLeavesTheRest() throws Exception {
        server.offer("1");
        ImageRecord copied = launched();
        images.catalog.change(
                copied, image -> image.with(options -> options.withCached(false).withAutoUpdate(false)));
        server.offer("2");
        ImageRecord cached = launched();
        assertThat(images.fingerprints())
                .containsExactlyInAnyOrder(
                        copied.fingerprint().hex(), cached.fingerprint().hex());

        images.settings.cacheExpiry = Duration.ZERO;
        images.upkeep.run();

        assertThat(images.fingerprints()).containsExactly(copied.fingerprint().hex());
    }

    @Test
    void anImageIsReplacedByWhatItsAliasThereMeansNow() throws Exception {
        server.offer("1");
        ImageRecord old = launched();
        images.catalog.addAliases(old, List.of(new ImageAlias("mine", "")));
        String newer = server.offer("2");

        images.upkeep.run();

        assertThat(images.fingerprints()).containsExactly(newer);
        ImageRecord image = images.catalog.resolve(new ImageReference(PROJECT, "mine", Map.of(), Optional.empty()));
        assertThat(image.fingerprint().hex()).isEqualTo(newer);
        assertThat(image.isCached()).isTrue();
        assertThat(launched().fingerprint().hex()).isEqualTo(newer);
    }

    @Test
    void betweenTwoUpdatesTheServerIsLeftAlone() throws Exception {
        server.offer("1");
        String fingerprint = launched().fingerprint().hex();
        images.upkeep.run();
        server.offer("2");
        images.now = images.now.plus(Duration.ofHours(5));
        images.upkeep.run();
        assertThat(images.fingerprints()).containsExactly(fingerprint);

        images.now = images.now.plus(Duration.ofHours(1));
        images.upkeep.run();

        assertThat(images.fingerprints()).doesNotContain(fingerprint).hasSize(1);
    }

    @Test
    void oneImageThatCannotBeUpdatedKeepsNoOtherFromIt() throws Exception {
        server.offer("1");
        ImageRecord gone = launched();
        images.catalog.change(gone, image -> image.with(options -> options.withCached(false)));
        var nowhere = new ImageSource("a", "", "simplestreams", "http://127.0.0.1:1", "container");
        ImageRecord lost = images.record("0".repeat(64), TestImages.plain().withAutoUpdate(true), Optional.of(nowhere));
        images.database.change(connection -> images.store.insert(connection, lost));
        String newer = server.offer("2");

        images.upkeep.run();

        assertThat(images.fingerprints())
                .containsExactlyInAnyOrder(lost.fingerprint().hex(), newer);
    }

    @Test
    void anImageThatIsNotToBeUpdatedIsNot() throws Exception {
        server.offer("1");
        ImageRecord image = launched();
        images.catalog.change(image, now -> now.with(options -> options.withAutoUpdate(false)));
        server.offer("2");

        images.upkeep.run();

        assertThat(images.fingerprints()).containsExactly(image.fingerprint().hex());
    }

    @Test
    void noIntervalMeansNoUpdates() throws Exception {
        server.offer("1");
        ImageRecord image = launched();
        images.settings.updateInterval = Duration.ZERO;
        server.offer("2");

        images.upkeep.run();

        assertThat(images.fingerprints()).containsExactly(image.fingerprint().hex());
    }

    @Test
    void theFirstLookIsRightAfterTheStartAndNoneComesAfterTheEnd() throws Exception {
        server.offer("1");
        launched();
        images.settings.cacheExpiry = Duration.ZERO;
        images.upkeep.start();
        images.awaitEvent("image-deleted");
        images.upkeep.close();
        launched();
        images.upkeep.lookSoon();
        assertThat(images.fingerprints()).hasSize(1);
    }
}
