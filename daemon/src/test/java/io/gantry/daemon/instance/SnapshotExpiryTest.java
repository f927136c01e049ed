package io.gantry.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SnapshotExpiryTest {
    private static final Instant TAKEN = Instant.parse("2026-01-31T00:00:00Z");

    @Test
    void unitsAddUp() {
        assertThat(SnapshotExpiry.after(TAKEN, "1d 2H 30M")).isEqualTo(Instant.parse("2026-02-01T02:30:00Z"));
        assertThat(SnapshotExpiry.after(TAKEN, "1m")).isEqualTo(Instant.parse("2026-02-28T00:00:00Z"));
        assertThat(SnapshotExpiry.after(TAKEN, "2w1y")).isEqualTo(Instant.parse("2027-02-14T00:00:00Z"));
    }

    @Test
    void nothingMeansNever() {
        assertThat(SnapshotExpiry.after(TAKEN, "")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void onlyNumbersWithUnitsAreTimes() {
        assertThat(SnapshotExpiry.isValid("3d")).isTrue();
        assertThat(SnapshotExpiry.isValid("3")).isFalse();
        assertThat(SnapshotExpiry.isValid("3 days")).isFalse();
    }
}
