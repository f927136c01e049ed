package io.gantry.daemon.lifecycle.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotNamesTest {
    private static final Instant NOW = Instant.parse("2026-03-04T15:06:07Z");

    @Test
    void numbersCountOnFromTheHighest() {
        assertThat(SnapshotNames.next("snap%d", List.of(), NOW)).isEqualTo("snap0");
        assertThat(SnapshotNames.next("snap%d", List.of("snap0", "snap2", "other7", "snapX"), NOW))
                .isEqualTo("snap3");
        assertThat(SnapshotNames.next("day%d-x", List.of("day4-x", "day9"), NOW))
                .isEqualTo("day5-x");
    }

    @Test
    void aPatternMayHoldTheTimeInGosLayout() {
        String pattern = "auto-{{ creation_date|date:'2006-01-02_15-04-05' }}";
        assertThat(SnapshotNames.next(pattern, List.of(), NOW)).isEqualTo("auto-2026-03-04_15-06-07");
        assertThat(SnapshotNames.next(pattern, List.of("auto-2026-03-04_15-06-07"), NOW))
                .isEqualTo("auto-2026-03-04_15-06-07-0");
    }

    @Test
    void twoNumbersMakeNoSense() {
        assertThatThrownBy(() -> SnapshotNames.next("a%d-%d", List.of(), NOW)).hasMessageContaining("a%d-%d");
    }
}
