package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final Instant AFTERNOON = Instant.parse("2016-03-19T14:05:59Z");

    @Test
    void areShownInTheZoneThatIsNamed() {
        assertThat(Times.toMinutes(AFTERNOON, ZoneOffset.UTC)).isEqualTo("2016/03/19 14:05 UTC");
        assertThat(Times.toMinutes(AFTERNOON, ZoneId.of("Europe/Berlin"))).isEqualTo("2016/03/19 15:05 CET");
    }

    @Test
    void areShownInWords() {
        assertThat(Times.inWords(AFTERNOON, ZoneOffset.UTC)).isEqualTo("Mar 19, 2016 at 2:05pm (UTC)");
        assertThat(Times.inWords(Instant.parse("2016-03-01T00:00:00Z"), ZoneOffset.UTC))
                .isEqualTo("Mar 1, 2016 at 12:00am (UTC)");
    }

    @Test
    void theZeroTimesOfGoAndOfUnixWereNeverSet() {
        assertThat(Times.toMinutesOrEmpty(Instant.parse("0001-01-01T00:00:00Z"), ZoneOffset.UTC))
                .isEmpty();
        assertThat(Times.toMinutesOrEmpty(Instant.EPOCH, ZoneOffset.UTC)).isEmpty();
    }
}
