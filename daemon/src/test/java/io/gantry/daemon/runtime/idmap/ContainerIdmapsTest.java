package io.gantry.daemon.runtime.idmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import io.gantry.storage.idmap.DiskIdmap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerIdmapsTest {
    private final List<ExpandedInstance> stored = new ArrayList<>();
    private final ContainerIdmaps idmaps = new ContainerIdmaps(new SubordinateIds(100_000, 400_000), () -> stored);

    @Test
    void allShareTheWholeRangeUnlessTheyAreIsolated() {
        assertThat(allot("a", Map.of())).isEqualTo(DiskIdmap.shiftedBy(100_000, 400_000));
        assertThat(allot("b", Map.of("security.idmap.isolated", "true")))
                .isEqualTo(DiskIdmap.shiftedBy(165_536, 65_536));
        assertThat(allot("c", Map.of("security.idmap.isolated", "true")))
                .isEqualTo(DiskIdmap.shiftedBy(231_072, 65_536));
        assertThat(allot("d", Map.of("security.privileged", "true"))).isEqualTo(DiskIdmap.UNSHIFTED);
    }

    @Test
    void aRangeThatIsFreeAgainIsGivenAgain() {
        allot("a", Map.of("security.idmap.isolated", "true"));
        allot("b", Map.of("security.idmap.isolated", "true"));
        stored.removeFirst();

        assertThat(allot("c", Map.of("security.idmap.isolated", "true")))
                .isEqualTo(DiskIdmap.shiftedBy(165_536, 65_536));
        assertThat(allot("big", Map.of("security.idmap.isolated", "true", "security.idmap.size", "100000")))
                .isEqualTo(DiskIdmap.shiftedBy(296_608, 100_000));
    }

    @Test
    void whoHasARangeKeepsItAsLongAsItFits() {
        allot("a", Map.of("security.idmap.isolated", "true"));
        allot("b", Map.of("security.idmap.isolated", "true"));
        ExpandedInstance b = stored.remove(1);
        stored.removeFirst();

        assertThat(allot("b", b.config())).isEqualTo(DiskIdmap.shiftedBy(231_072, 65_536));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> allot("a", Map.of("security.idmap.isolated", "true", "security.idmap.size", "900000")))
                .hasMessageContaining("instance a needs the ids 165536 to 1065535")
                .hasMessageContaining("/etc/subuid");
        assertThat(stored).isEmpty();
    }

    @Test
    void specialIdsAreCutOutAndMayNotOverlap() {
        assertThat(allot("a", Map.of("raw.idmap", "both 1000 1000")).toJson())
                .contains("\"Hostid\":1000,\"Nsid\":1000,\"Maprange\":1")
                .contains("\"Hostid\":101001,\"Nsid\":1001");
        assertThatThrownBy(() -> allot("b", Map.of("raw.idmap", "uid 1000-1010 0-10\nuid 2000 5")))
                .hasMessageContaining("uid 2000 5")
                .hasMessageContaining("overlaps");
        assertThatThrownBy(() -> allot("b", Map.of("raw.idmap", "both 1000-1010 0-9")))
                .hasMessageContaining("different lengths");
        assertThat(allot("c", Map.of("raw.idmap", "uid 1000 1000\ngid 1000 1000"))
                        .isShifted())
                .isTrue();
    }

    private DiskIdmap allot(String name, Map<String, String> config) {
        var record = new InstanceRecord(
                new InstanceKey("default", name),
                "pool",
                InstanceSettings.ofProfiles("x86_64", List.of()).withConfig(config),
                Instant.EPOCH,
                Instant.EPOCH);
        idmaps.allot(
                ExpandedInstance.of(record, List.of()),
                complete -> stored.add(ExpandedInstance.of(complete, List.of())));
        return ContainerIdmaps.allotted(stored.getLast().record());
    }
}
