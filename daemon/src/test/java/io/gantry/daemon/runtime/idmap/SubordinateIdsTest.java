package io.gantry.daemon.runtime.idmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The range of the host that containers get, by lines of subuid(5). */
class SubordinateIdsTest {
    @Test
    void theFirstLineOfRootThatIsLargeEnoughCounts() {
        assertThat(SubordinateIds.parse(List.of("joe:1:70000", "root:1000:1", "root:200000:65536", "root:1:70000")))
                .isEqualTo(new SubordinateIds(200_000, 65_536));
    }

    @Test
    void aHostWithoutAUsableLineGivesLxdsRange() {
        assertThat(SubordinateIds.parse(List.of("root:many:ids", "root:1:99999999999999999999", "root:1:9")))
                .isEqualTo(new SubordinateIds(1_000_000, 1_000_000_000));
    }
}
