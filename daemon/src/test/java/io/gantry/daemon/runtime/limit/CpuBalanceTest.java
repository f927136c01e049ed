package io.gantry.daemon.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.config.value.CpuLimit;
import io.gantry.daemon.instance.InstanceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CpuBalanceTest {
    private static final InstanceKey A = new InstanceKey("default", "a");
    private static final InstanceKey B = new InstanceKey("default", "b");
    private static final InstanceKey C = new InstanceKey("default", "c");

    private static SortedSet<Integer> cpus(Integer... cpus) {
        return new TreeSet<>(List.of(cpus));
    }

    private static Map<InstanceKey, String> balance(Map<InstanceKey, String> limits, SortedSet<Integer> cpus) {
        var read = new HashMap<InstanceKey, CpuLimit>();
        limits.forEach((key, limit) -> read.put(key, CpuLimit.parse(limit)));
        return CpuBalance.of(read, cpus);
    }

    @Test
    void countsAreSpreadOverTheCpus() {
        assertThat(balance(Map.of(A, "1", B, "1", C, "2"), cpus(0, 1, 2, 3)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(A, "0", B, "1", C, "2,3"));
    }

    @Test
    void namedCpusStayAndTheOthersKeepAwayFromThem() {
        assertThat(balance(Map.of(A, "0-1", B, "1"), cpus(0, 1, 2)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(A, "0,1", B, "2"));
    }

    @Test
    void moreThanThereAreMeansAll() {
        assertThat(balance(Map.of(A, "64"), cpus(2, 5))).containsEntry(A, "2,5");
    }

    @Test
    void namedCpusThatAreNotThereCountForNothing() {
        assertThat(balance(Map.of(A, "1-9"), cpus(0, 1))).isEqualTo(Map.of(A, "1"));
        assertThat(balance(Map.of(A, "7-9"), cpus(0, 1))).isEmpty();
    }
}
