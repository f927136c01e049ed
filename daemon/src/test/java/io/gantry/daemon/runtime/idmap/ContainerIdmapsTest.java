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
import java.util.HashMap;
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

    @Test
    void aRangeIsWhereItsOwnerWantsItAndNowhereElse() {
        var isolated = Map.of("security.idmap.isolated", "true", "security.idmap.size", "10");

        assertThat(allot("a", with(isolated, "security.idmap.base", "200000")))
                .isEqualTo(DiskIdmap.shiftedBy(200_000, 10));
        assertThatThrownBy(() -> allot("b", with(isolated, "security.idmap.base", "99999")))
                .hasMessageContaining("instance b needs the ids 99999 to 100008")
                .hasMessageContaining("root has only 100000 to 499999");
        assertThat(allot("c", with(isolated, "security.idmap.base", "499990")))
                .isEqualTo(DiskIdmap.shiftedBy(499_990, 10));
        assertThatThrownBy(() -> allot("d", with(isolated, "security.idmap.base", "499991")))
                .hasMessageContaining("instance d needs the ids 499991 to 500000");
    }

    private static Map<String, String> with(Map<String, String> config, String key, String value) {
        var more = new HashMap<>(config);
        more.put(key, value);
        return more;
    }

    @Test
    void oneThatIsNotIsolatedMayHaveLessThanTheWholeRange() {
        assertThat(allot("a", Map.of("security.idmap.size", "70000"))).isEqualTo(DiskIdmap.shiftedBy(100_000, 70_000));
    }

    @Test
    void whatIsAllottedIsNotedForTheOthers() {
        allot("a", Map.of("security.idmap.isolated", "true"));
        allot("b", Map.of());
        allot("c", Map.of("security.privileged", "true", "security.idmap.isolated", "true"));

        assertThat(stored)
                .extracting(instance -> instance.config().getOrDefault("volatile.idmap.base", ""))
                .containsExactly("165536", "0", "0");
        assertThat(allot("d", Map.of("security.idmap.isolated", "true")))
                .isEqualTo(DiskIdmap.shiftedBy(231_072, 65_536));
    }

    @Test
    void aRangeThatAnotherHasGotMeanwhileIsNotKept() {
        allot("a", Map.of("security.idmap.isolated", "true"));
        Map<String, String> sameAsA = stored.getFirst().config();

        assertThat(allot("b", sameAsA)).isEqualTo(DiskIdmap.shiftedBy(231_072, 65_536));
    }

    @Test
    void rootWithoutIdsHasNoneForUnprivilegedInstances() {
        var poor = new ContainerIdmaps(new SubordinateIds(100_000, 65_535), () -> stored);
        var record = new InstanceRecord(
                new InstanceKey("default", "a"),
                "pool",
                InstanceSettings.ofProfiles("x86_64", List.of()),
                Instant.EPOCH,
                Instant.EPOCH);

        assertThatThrownBy(() -> poor.allot(ExpandedInstance.of(record, List.of()), _ -> {}))
                .hasMessage("root has no ids for unprivileged containers: give it at least 65536 in "
                        + "/etc/subuid and /etc/subgid, or set security.privileged of a");
    }

    @Test
    void usersAndGroupsAreCutEachWhereTheyAreSpecial() {
        DiskIdmap map = allot(
                "a",
                Map.of("security.idmap.size", "100", "raw.idmap", "uid 1000-1001 10-11\ngid 2000 0\nboth 3000 99"));

        assertThat(ContainerIdmaps.lxcLines(map))
                .containsExactlyInAnyOrder(
                        "lxc.idmap = u 0 100000 10",
                        "lxc.idmap = u 10 1000 2",
                        "lxc.idmap = u 12 100012 87",
                        "lxc.idmap = u 99 3000 1",
                        "lxc.idmap = g 0 2000 1",
                        "lxc.idmap = g 1 100001 98",
                        "lxc.idmap = g 99 3000 1");
    }

    @Test
    void rootOfAMapIsTheUserThatItsZeroIs() {
        assertThat(ContainerIdmaps.rootOf(DiskIdmap.UNSHIFTED)).isZero();
        assertThat(ContainerIdmaps.rootOf(DiskIdmap.shiftedBy(100_000, 10))).isEqualTo(100_000);
        assertThat(ContainerIdmaps.rootOf(allot("a", Map.of("raw.idmap", "uid 1000 0"))))
                .isEqualTo(1000);
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
