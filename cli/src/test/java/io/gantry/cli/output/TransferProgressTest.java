package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TransferProgressTest {
    @Test
    void showsPercentWhereTheTotalIsKnownAndBytesElse() {
        assertThat(TransferProgress.text(42_000_000, 100_000_000, 4_000_000_000L))
                .isEqualTo("42% (10.50MB/s)");
        assertThat(TransferProgress.text(12_300_000, -1, 2_000_000_000L)).isEqualTo("12.30MB (6.15MB/s)");
        assertThat(TransferProgress.text(0, 0, 0)).isEqualTo("0B (0B/s)");
    }

    @Test
    void aShorterTextCoversALongerOneAndNothingStaysBehind() {
        var terminal = new ByteArrayOutputStream();
        var line = new ProgressLine(terminal, true);
        line.show("long text");
        line.show("short");
        line.clear();
        line.clear();
        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("\rlong text\rshort    \r     \r");
    }

    @Test
    void nothingIsShownWhereNobodyLooks() {
        var pipe = new ByteArrayOutputStream();
        var line = new ProgressLine(pipe, false);
        line.show("text");
        line.clear();
        assertThat(pipe.size()).isZero();
    }
}
