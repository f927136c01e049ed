package io.gantry.daemon.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundScopeTest {
    private static final Duration NONE = Duration.ZERO;

    @Test
    void closingInterruptsWhatIsUnderWayAndWaitsForItsEnd() throws InterruptedException {
        var hasBegun = new CountDownLatch(1);
        var hasEnded = new AtomicBoolean();
        var scope = new BackgroundScope();
        scope.fork("waiting", () -> {
            hasBegun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                hasEnded.set(true);
            }
        });
        hasBegun.await();

        scope.close();

        assertThat(hasEnded).isTrue();
    }

    @Test
    void afterTheCloseNothingBegins() {
        var hasRun = new AtomicBoolean();
        var scope = new BackgroundScope();
        scope.close();

        scope.fork("late", () -> hasRun.set(true));
        scope.close();

        assertThat(hasRun).isFalse();
    }

    @Test
    void whatFailsIsDoneAgain() throws InterruptedException {
        var times = new CountDownLatch(3);
        try (var scope = new BackgroundScope()) {
            scope.repeat("failing", NONE, NONE, () -> {
                times.countDown();
                throw new IllegalStateException("as the test wants");
            });

            times.await();
        }
    }
}
