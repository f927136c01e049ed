package io.gantry.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.instance.InstanceKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuBalanceTest {
    private static final InstanceKey A = new InstanceKey("default", "a");
    private static final InstanceKey B = new InstanceKey("default", "b");
    private static final InstanceKey C = new InstanceKey("default", "c");

    @Test
    void countsAreSpreadOverTheCpus() {
        assertThat(CpuBalance.of(
                        Map.of(A, CpuLimit.parse("1"), B, CpuLimit.parse("1"), C, CpuLimit.parse("2")),
                        List.of(0, 1, 2, 3)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(A, "0", B, "1", C, "2,3"));
    }

    @Test
    void namedCpusStayAndTheOthersKeepAwayFromThem() {
        assertThat(CpuBalance.of(Map.of(A, CpuLimit.parse("0-1"), B, CpuLimit.parse("1")), List.of(0, 1, 2)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(A, "0,1", B, "2"));
    }

    @Test
    void moreThanThereAreMeansAll() {
        assertThat(CpuBalance.of(Map.of(A, CpuLimit.parse("64")), List.of(2, 5)))
                .containsEntry(A, "2,5");
    }

    @Test
    void namedCpusThatAreNotThereCountForNothing() {
        assertThat(CpuBalance.of(Map.of(A, CpuLimit.parse("1-9")), List.of(0, 1)))
                .isEqualTo(Map.of(A, "1"));
        assertThat(CpuBalance.of(Map.of(A, CpuLimit.parse("7-9")), List.of(0, 1)))
                .isEmpty();
    }

    @Test
    void theKernelsFormIsRead() {
        assertThat(CpuLimit.cpus("0-2,5")).containsExactly(0, 1, 2, 5);
    }
}
