package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 3", "ü, 1", "u\u0308, 1", "数据, 4", "한글, 4", "😀, 2", "ａ, 2", "a\u200bb, 2", "—, 1"})
    void countsColumns(String text, int width) {
        assertThat(DisplayWidth.of(text)).isEqualTo(width);
    }
}
