package io.gantry.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolatileKeysTest {
    private static final Map<String, String> SAID = Map.of(
            "user.x", "1",
            "volatile.last_state.idmap", "[{}]",
            "volatile.last_state.power", "RUNNING",
            "volatile.idmap.base", "4000000",
            "volatile.idmap.current", "[{}]",
            "volatile.idmap.next", "[{}]",
            "volatile.uuid", "theirs",
            "volatile.apply_template", "create",
            "volatile.eth0.host_name", "vethTheirs",
            "volatile.eth0.hwaddr", "00:16:3e:00:00:01");

    @Test
    void aClientMakesNoFactsForANewInstance() {
        assertThat(VolatileKeys.withoutFacts(SAID)).containsOnlyKeys("user.x", "volatile.eth0.hwaddr");
    }

    @Test
    void whatComesFromElsewhereKeepsItsIdentityOnly() {
        assertThat(VolatileKeys.withoutFactsOfHost(SAID))
                .containsOnlyKeys("user.x", "volatile.eth0.hwaddr", "volatile.uuid", "volatile.apply_template");
    }

    @Test
    void theFactsOfAnInstanceStayWhateverIsSaid() {
        Map<String, String> now = Map.of(
                "user.x", "0",
                "volatile.last_state.idmap", "[]",
                "volatile.uuid", "ours",
                "volatile.eth0.hwaddr", "00:16:3e:00:00:02");

        var expected = new HashMap<>(Map.of(
                "user.x", "1",
                "volatile.last_state.idmap", "[]",
                "volatile.uuid", "ours",
                "volatile.eth0.hwaddr", "00:16:3e:00:00:01"));
        assertThat(VolatileKeys.withFactsOf(now, SAID)).isEqualTo(expected);
    }
}
