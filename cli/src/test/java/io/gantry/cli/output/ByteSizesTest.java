package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0B, 0B",
        "999, 999B, 999B",
        "1000, 1.00kB, 1000B",
        "1024, 1.02kB, 1.00KiB",
        "1500000, 1.50MB, 1.43MiB",
        "10737418240, 10.74GB, 10.00GiB",
        "9223372036854775807, 9.22EB, 8.00EiB",
    })
    void areShownInBothUnits(long bytes, String decimal, String binary) {
        assertThat(ByteSizes.decimal(bytes)).isEqualTo(decimal);
        assertThat(ByteSizes.binary(bytes)).isEqualTo(binary);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "12, 12",
        "12bytes, 12",
        "12B, 12",
        "2kB, 2000",
        "2KB, 2000",
        "2KiB, 2048",
        "3 MiB, 3145728",
        "1GB, 1000000000",
        "'', -1",
        "MB, -1",
        "1.5MB, -1",
        "-1, -1",
        "1XB, -1",
        "99999999999999999999, -1",
        "9999999EB, -1",
    })
    void areReadOrRefused(String text, long bytes) {
        assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
    }
}
