package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.instance.LeftOut;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnderstoodConfigTest {
    @Test
    void unknownKeysAndValuesAreLeftOutAndNamed() {
        var understood = UnderstoodConfig.of(
                Map.of(
                        "limits.processes", "100",
                        "user.any", "x",
                        "snapshots.of-the-future", "@daily",
                        "limits.memory.swap.priority", "urgent"),
                Map.of());

        assertThat(understood.config()).containsOnlyKeys("limits.processes", "user.any");
        assertThat(understood.leftOut())
                .hasSize(2)
                .anyMatch(text -> text.contains("snapshots.of-the-future"))
                .anyMatch(text -> text.contains("limits.memory.swap.priority") && text.contains("urgent"));
    }

    @Test
    void aDeviceStaysWithoutTheKeysThatAreUnknownAndGoesWhereItMakesNoSenseWithoutThem() {
        var understood = UnderstoodConfig.of(
                Map.of(),
                Map.of(
                        "eth0", Map.of("type", "nic", "nictype", "p2p", "of.the.future", "1"),
                        "teleport", Map.of("type", "teleport", "to", "mars"),
                        "odd", Map.of("type", "disk", "path", "/mnt", "of.the.future", "1")));

        assertThat(understood.devices()).isEqualTo(Map.of("eth0", Map.of("type", "nic", "nictype", "p2p")));
        assertThat(understood.leftOut())
                .hasSize(3)
                .anyMatch(text -> text.contains("eth0") && text.contains("of.the.future"))
                .anyMatch(text -> text.contains("teleport"))
                .anyMatch(text -> text.contains("odd"));
    }

    @Test
    void whatTheOtherServerNotesOfItsOwnHostIsLeftOutWithoutAWord() {
        var understood = UnderstoodConfig.of(
                Map.of("volatile.eth0.last_state.created", "false", "volatile.eth0.hwaddr", "00:16:3e:00:00:01"),
                Map.of());

        assertThat(understood.config()).containsOnlyKeys("volatile.eth0.hwaddr");
        assertThat(understood.leftOut()).isEmpty();
    }

    @Test
    void theRootDiskIsNeverLeftOut() {
        Map<String, String> root =
                Map.of("type", "disk", "path", "/", "pool", "p", "size", "huge", "initial.something", "1");

        var understood = UnderstoodConfig.of(Map.of(), Map.of("root", root));

        assertThat(understood.devices()).containsOnlyKeys("root");
        assertThatThrownBy(() -> DeviceRules.check(understood.devices())).hasMessageContaining("root");
    }

    @Test
    void aStrictCopyIsRefusedWithAllThatWouldBeLeftOut() {
        var strict = new LeftOut(true);
        strict.add("c1", List.of());

        assertThatThrownBy(() -> strict.add("c1/snap0", List.of("one", "two")))
                .hasMessageContaining("c1/snap0")
                .hasMessageContaining("one, two");
    }
}
