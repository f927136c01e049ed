package io.gantry.daemon.migration.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.core.FakeClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operation tells of a transfer, by a clock that the test moves. */
class TransferProgressTest {
    private final FakeClock clock = new FakeClock();
    private final ToldOperation operation = new ToldOperation();
    private final TransferProgress progress = new TransferProgress(operation, clock);

    private static Map<String, Object> told(String text, long bytes) {
        return Map.of("fs_progress", text, "fs_progress_bytes", bytes);
    }

    @Test
    void whatIsWrittenIsToldWithItsSpeedNotMoreThanOnceASecond() throws IOException {
        var written = new ByteArrayOutputStream();
        OutputStream stream = progress.counting("c1", written);

        stream.write(new byte[999]);
        clock.advance(Duration.ofMillis(999));
        stream.write(1);
        assertThat(operation.told()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        stream.write(new byte[3000], 500, 1000);
        stream.write(new byte[500]);
        clock.advance(Duration.ofMillis(500));
        stream.write(1);
        clock.advance(Duration.ofMillis(500));
        stream.write(new byte[499]);

        assertThat(operation.told())
                .containsExactly(told("c1: 2.00kB (2.00kB/s)", 2000), told("c1: 3.00kB (1.50kB/s)", 3000));
        assertThat(written.size()).isEqualTo(3000);
    }

    @Test
    void whatIsReadIsCountedButNotItsEnd() throws IOException {
        InputStream stream = progress.counting("c1/s", new ByteArrayInputStream(new byte[] {7, 1, 2, 3}));

        assertThat(stream.read()).isEqualTo(7);
        clock.advance(Duration.ofSeconds(2));
        assertThat(stream.read(new byte[10], 0, 10)).isEqualTo(3);
        clock.advance(Duration.ofSeconds(2));
        assertThat(stream.read(new byte[10], 0, 10)).isEqualTo(-1);
        clock.advance(Duration.ofSeconds(12));
        assertThat(stream.read()).isEqualTo(-1);

        assertThat(operation.told())
                .containsExactly(told("c1/s: 4B (2B/s)", 4), told("c1/s: 4B (1B/s)", 4), told("c1/s: 4B (0B/s)", 4));
    }

    @Test
    void eachStreamBeginsAtNothing() throws IOException {
        progress.counting("c1/s", new ByteArrayOutputStream()).write(new byte[10]);
        OutputStream next = progress.counting("c1", new ByteArrayOutputStream());
        clock.advance(Duration.ofSeconds(1));
        next.write(new byte[5]);

        assertThat(operation.told()).containsExactly(told("c1: 5B (5B/s)", 5));
    }

    @Test
    void bytesHaveTheUnitsOfThousands() {
        assertThat(TransferProgress.bytes(0)).isEqualTo("0B");
        assertThat(TransferProgress.bytes(999)).isEqualTo("999B");
        assertThat(TransferProgress.bytes(1000)).isEqualTo("1.00kB");
        assertThat(TransferProgress.bytes(1_234_567)).isEqualTo("1.23MB");
        assertThat(TransferProgress.bytes(5e9)).isEqualTo("5.00GB");
        assertThat(TransferProgress.bytes(5e12)).isEqualTo("5.00TB");
        assertThat(TransferProgress.bytes(5e15)).isEqualTo("5.00PB");
        assertThat(TransferProgress.bytes(5e18)).isEqualTo("5.00EB");
        assertThat(TransferProgress.bytes(5e21)).isEqualTo("5000.00EB");
    }
}
