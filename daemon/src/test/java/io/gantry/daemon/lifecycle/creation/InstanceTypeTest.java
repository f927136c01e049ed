package io.gantry.daemon.lifecycle.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits are those that LXD 5.0.2 sets. */
final class InstanceTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c1-m1 | {limits.cpu=1, limits.memory=1024MB}",
                "m1-c1 | {limits.cpu=1, limits.memory=1024MB}",
                "c2 | {limits.cpu=2}",
                "m0.5 | {limits.memory=512MB}",
                "c0.5-m0.2 | {limits.cpu=1, limits.cpu.allowance=50%, limits.memory=204MB}",
                "c1.5 | {limits.cpu=2, limits.cpu.allowance=75%}",
                "m.25 | {limits.memory=256MB}",
                "c1-c2 | {limits.cpu=2}",
            })
    void isMadeOfProcessorsAndMemory(String type, String limits) {
        assertThat(new TreeMap<>(InstanceType.limits(type))).hasToString(limits);
    }

    @Test
    void noneLimitsNothing() {
        assertThat(InstanceType.limits("")).isEqualTo(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothere", "t2.micro", "aws:t2.micro", "c", "c1-", "-c1", "1-2", "c1m1 ", "x1", "c1--m1"})
    void othersAreRefused(String type) {
        assertThatThrownBy(() -> InstanceType.limits(type))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "m0", "c-1", "cNaN", "minf", "c1e9", "c0x1", "c1,5"})
    void whatIsNoPositiveNumberIsRefused(String type) {
        assertThatThrownBy(() -> InstanceType.limits(type)).isInstanceOf(DaemonException.class);
    }
}
