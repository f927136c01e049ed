package io.gantry.daemon.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotExpiryTest {
    private static final Instant TAKEN = Instant.parse("2026-01-31T00:00:00Z");

    @Test
    void unitsAddUp() {
        assertThat(SnapshotExpiry.parse("1d 2H 30M").after(TAKEN)).isEqualTo(Instant.parse("2026-02-01T02:30:00Z"));
        assertThat(SnapshotExpiry.parse("1m").after(TAKEN)).isEqualTo(Instant.parse("2026-02-28T00:00:00Z"));
        assertThat(SnapshotExpiry.parse("2w1y").after(TAKEN)).isEqualTo(Instant.parse("2027-02-14T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3 days", "soon", "-1d"})
    void onlyNumbersWithUnitsAreTimes(String text) {
        assertThatThrownBy(() -> SnapshotExpiry.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
