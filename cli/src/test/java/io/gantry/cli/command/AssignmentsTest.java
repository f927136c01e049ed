package io.gantry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cli.failure.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentsTest {
    @Test
    void theFirstEqualsSignDividesAndTheLastValueWins() {
        assertThat(Assignments.parse(List.of("a=1", "raw.lxc=x=y", "empty=", "a=2")))
                .isEqualTo(Map.of("a", "2", "raw.lxc", "x=y", "empty", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=b", ""})
    void withoutAKeyAreRefused(String word) {
        assertThatThrownBy(() -> Assignments.parse(List.of(word)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("\"" + word + "\"");
    }

    @Test
    void ofOneDeviceAreTakenTogether() {
        assertThat(Assignments.parseDevices(List.of("root,size=1GiB,pool=p", "eth0,network=n", "root,pool=q")))
                .isEqualTo(Map.of("root", Map.of("size", "1GiB", "pool", "q"), "eth0", Map.of("network", "n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "root,", ",size=1", "root,size"})
    void ofNoDeviceAreRefused(String word) {
        assertThatThrownBy(() -> Assignments.parseDevices(List.of(word))).isInstanceOf(UsageException.class);
    }
}
